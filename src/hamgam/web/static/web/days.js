// While a day is typed, the same day in the other calendars stands below; the server says which. A
// button beside the field opens the month as a calendar. Without this script the field takes text.
const WAIT_MS = 250;
const from = document.querySelector("meta[name=days]");

const beside = (field, box) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain calendar-open";
  button.title = from.dataset.open;
  const said = document.createElement("span");
  said.className = "sr";
  const label = field.labels[0]?.textContent.replace("*", "").trim() ?? "";
  said.textContent = `${from.dataset.open}: ${label}`;
  const shape = document.createElement("span");
  shape.className = "calendar-shape";
  shape.setAttribute("aria-hidden", "true");
  button.append(shape, said);
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", async () => {
    const { openCalendar } = await import("./calendar.js");
    await openCalendar(field, button, from);
  });
  box.append(button);
};

for (const field of from ? document.querySelectorAll("input[data-day]") : []) {
  const box = document.createElement("span");
  box.className = "day-box";
  field.replaceWith(box);
  box.append(field);
  beside(field, box);
  const echo = document.createElement("p");
  echo.className = "hint echo";
  echo.setAttribute("role", "status");
  let timer = 0;
  const ask = async () => {
    const answer = await fetch(`${from.content}?q=${encodeURIComponent(field.value)}`);
    if (answer.ok) echo.textContent = (await answer.json()).said;
  };
  field.addEventListener("input", () => {
    const written = box.parentElement.querySelector(".hint.told");
    if (written) written.remove();
    if (!echo.isConnected) box.after(echo);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
}
