// While a day is typed, the same day in the other calendars stands below; the server says which.
const WAIT_MS = 250;
const from = document.querySelector("meta[name=days]");
for (const field of from ? document.querySelectorAll("input[data-day]") : []) {
  const echo = document.createElement("p");
  echo.className = "hint echo";
  echo.setAttribute("role", "status");
  let timer = 0;
  const ask = async () => {
    const answer = await fetch(`${from.content}?q=${encodeURIComponent(field.value)}`);
    if (answer.ok) echo.textContent = (await answer.json()).said;
  };
  field.addEventListener("input", () => {
    const written = field.parentElement.querySelector(".hint.told");
    if (written) written.remove();
    if (!echo.isConnected) field.after(echo);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}
