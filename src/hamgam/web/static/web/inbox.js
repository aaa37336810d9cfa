// The inbox by keyboard: j and k move between items, o or Enter opens the first deed, r refers,
// Escape closes. Keys typed into a field, or with a modifier, are left alone.
const items = [...document.querySelectorAll("[data-item]")];
const fields = "input, select, textarea, [contenteditable]";
let at = -1;

function here() {
  const inside = items.findIndex((item) => item.contains(document.activeElement));
  return inside >= 0 ? inside : at;
}

function go(step) {
  if (!items.length) return;
  at = Math.min(Math.max(here() + step, 0), items.length - 1);
  items[at].focus();
  items[at].scrollIntoView({ block: "nearest" });
}

function open(selector) {
  const summary = items[here()]?.querySelector(selector);
  if (!summary) return false;
  summary.parentElement.open = true;
  (summary.parentElement.querySelector("input:not([type=hidden]), select, button") ?? summary).focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const form = document.activeElement?.closest("details.act[open]");
    if (form) {
      form.open = false;
      form.closest("[data-item]").focus();
    }
    return;
  }
  if (document.activeElement?.matches(fields)) return;
  const onItem = document.activeElement?.matches("[data-item]");
  const deeds = {
    j: () => go(1),
    k: () => go(-1),
    o: () => open("[data-act]"),
    r: () => open("[data-refer]"),
    Enter: () => onItem && open("[data-act]"),
  };
  const deed = deeds[event.key];
  if (deed && (event.key !== "Enter" || onItem)) {
    deed();
    event.preventDefault();
  }
});
