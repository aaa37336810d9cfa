// Ctrl/⌘ K: go to anything, or begin a deed. A dialog with a combobox and a list, by the APG's
// pattern; without this script the same link leads to the page of finding.
const dialog = document.getElementById("palette");
const field = dialog.querySelector("input");
const list = document.getElementById("palette-list");
const said = document.getElementById("palette-said");
const WAIT_MS = 160;
let active = -1;
let timer = 0;
let asking = new AbortController();

const open = () => {
  if (dialog.open) return;
  dialog.showModal();
  field.select();
  ask();
};

const mark = (next) => {
  const options = [...list.children].filter((option) => option.role === "option");
  if (!options.length) return;
  active = (next + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
  options[active].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[active].id);
};

const shown = (hits) => {
  list.replaceChildren();
  hits.forEach((hit, at) => {
    const option = document.createElement("li");
    option.id = `hit-${at}`;
    option.role = "option";
    option.dataset.address = hit.address;
    const name = document.createElement("b");
    name.textContent = hit.name;
    const below = document.createElement("small");
    below.textContent = hit.below ? `${hit.said} · ${hit.below}` : hit.said;
    option.append(name, below);
    list.append(option);
  });
  said.textContent = hits.length ? String(hits.length) : dialog.dataset.nothing;
  field.setAttribute("aria-expanded", String(hits.length > 0));
  field.removeAttribute("aria-activedescendant");
  active = -1;
  if (hits.length) mark(0);
};

const ask = async () => {
  asking.abort();
  asking = new AbortController();
  try {
    const address = `${dialog.dataset.from}?q=${encodeURIComponent(field.value)}`;
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.ok) shown((await answer.json()).hits);
  } catch (fault) {
    if (fault.name !== "AbortError") shown([]);
  }
};

const go = (option) => {
  if (option) location.assign(option.dataset.address);
};

document.addEventListener("keydown", (event) => {
  // By the key's place: on a Persian layout the letter is another.
  if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    open();
  }
});
for (const link of document.querySelectorAll("[data-palette]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  });
}
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") mark(active + 1);
  else if (event.key === "ArrowUp") mark(active - 1);
  else if (event.key === "Enter" && active >= 0) go(list.children[active]);
  else return;
  event.preventDefault();
});
list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});
