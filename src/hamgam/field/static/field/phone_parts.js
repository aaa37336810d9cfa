// What the phone's pages are made of: words, elements, fields, drafts of half-filled forms.
import { forget, keep, keptUnder } from "./outbox.js";

export const root = document.querySelector("#phone");
const words = JSON.parse(document.querySelector("#phone-words").textContent);
const digits = { fa: "۰۱۲۳۴۵۶۷۸۹", ar: "٠١٢٣٤٥٦٧٨٩" }[document.documentElement.lang];

/** What all pages of the phone share: the day's packet, and how an item is put into the outbox. */
export const desk = { packet: null, add: async () => null };

export function local(text) {
  return digits ? String(text).replace(/[0-9]/g, (digit) => digits[digit]) : String(text);
}
export function say(key, about = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => local(about[name] ?? ""));
}

const SVG = new Set(["svg", "path", "circle", "text", "g"]);

/** An element; what people wrote comes in as text only, never as markup. */
export function h(tag, told = {}, ...inside) {
  const made = SVG.has(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.flat(Infinity).filter((part) => part != null && part !== false));
  return made;
}

/** A labelled field of a form; its id tells form and name, so that focus finds it again. */
export function field(form, name, input, label = name) {
  input.name = name;
  input.id = `${form}-${name}`;
  input.classList.add("in-");
  return h("div", { class: "f all" }, h("label", { for: input.id }, say(label)), input);
}
export const line = (value = "", told = {}) => {
  const made = h("input", { maxlength: 300, ...told });
  made.value = value;
  return made;
};
export const prose = (value = "", most = 2000) => {
  const made = h("textarea", { rows: 3, maxlength: most });
  made.value = value;
  return made;
};
export function choice(rows, value, told = {}) {
  const made = h("select", told, h("option", { value: "" }, "–"));
  for (const [key, name] of rows) made.append(h("option", { value: key }, name));
  if (value && !rows.some(([key]) => key === value)) made.append(h("option", { value }, value));
  made.value = value ?? "";
  return made;
}

/** The button at a form's end. */
export const doing = (form, label) =>
  h("div", { class: "do" }, h("button", { class: "btn btn-primary", id: `${form}-do` }, say(label)));

/** A part that opens; its key finds it again when the page is drawn anew. */
export function details(key, title, done, ...inside) {
  return h(
    "details",
    { class: `sheet${done ? " done" : ""}`, "data-key": key },
    h("summary", { id: `${key}-open` }, done ? "✓ " : "", title),
    inside,
  );
}

const drafts = new Map();
const toWrite = new Map();
let isWriting = false;

export async function loadDrafts() {
  for (const [id, values] of await keptUnder("draft:")) drafts.set(id, values);
}

function valuesOf(form) {
  const values = {};
  for (const input of form.elements) {
    if (!input.name || input.type === "file") continue;
    if (input.type === "radio") {
      if (input.checked) values[input.name] = input.value;
    } else if (input.type === "checkbox") values[input.name] = input.checked;
    else values[input.name] = input.value;
  }
  return values;
}

/** Write what changed, one after the other: a form that was saved meanwhile has no draft again. */
async function write() {
  if (isWriting) return;
  isWriting = true;
  try {
    while (toWrite.size) {
      const [id, values] = toWrite.entries().next().value;
      toWrite.delete(id);
      await (values ? keep(`draft:${id}`, values) : forget(`draft:${id}`));
    }
  } finally {
    isWriting = false;
  }
}

/** Let a form keep what is typed into it, and begin with what was kept. */
export function drafted(form, id) {
  const known = drafts.get(id) ?? {};
  for (const [name, value] of Object.entries(known)) {
    for (const input of form.elements) {
      if (input.name !== name) continue;
      if (input.type === "radio") input.checked = input.value === value;
      else if (input.type === "checkbox") input.checked = value;
      else input.value = value;
    }
  }
  form.addEventListener("input", () => {
    const values = valuesOf(form);
    drafts.set(id, values);
    toWrite.set(id, values);
    write();
  });
  form.dataset.draft = id;
  return form;
}

/** Forget what was kept of a form under that name, once its item lies in the outbox: also what is
 * still to be written. */
export function undraft(name) {
  const id = name.replace(/^draft:/, "");
  if (!drafts.delete(id)) return;
  toWrite.set(id, null);
  write();
}
