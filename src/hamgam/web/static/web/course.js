// While the house is at a large file: look how far it is every second, and go on once it is over.
const EVERY_MS = 1000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Hamgam-Looks": "1" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#course[data-under-way]");
    if (!fresh) {
      location.reload();
      return;
    }
    document.getElementById("course").innerHTML = fresh.innerHTML;
  } catch {
    // The house is being restarted; it will answer again.
  }
  setTimeout(look, EVERY_MS);
}

if (document.querySelector("#course[data-under-way]")) setTimeout(look, EVERY_MS);
