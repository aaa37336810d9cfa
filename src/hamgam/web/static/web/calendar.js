// The month as a grid in a dialog, by the APG's pattern of a date picker: arrows move by days and
// weeks, Home and End within the week, Page Up and Page Down by months, Enter chooses, Escape goes
// back to the field. Which days a month has, and how they are said, the server tells.
const rtl = document.documentElement.dir === "rtl";
const WEEK = 7;
let dialog;
let field;
let words;
let address;

const element = (name, about = {}, ...kids) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about)) made.setAttribute(key, value);
  made.append(...kids);
  return made;
};

const asked = async (text) => {
  const answer = await fetch(`${address}?month=1&q=${encodeURIComponent(text)}`);
  return answer.ok ? await answer.json() : null;
};

/* A weekday as the head of a narrow column: «ش», "Mon", «سبت». */
const short = (name) => {
  const lang = document.documentElement.lang;
  if (lang === "fa") return name[0];
  return lang === "ar" ? name.replace(/^ال/, "") : name.slice(0, 3);
};

const days = () => [...dialog.querySelectorAll("[data-iso]")];

const stand = (at) => {
  for (const day of days()) day.tabIndex = -1;
  at.tabIndex = 0;
  at.focus();
  dialog.querySelector(".calendar-said").textContent = at.dataset.season
    ? `${at.dataset.said} · ${at.dataset.season}`
    : at.dataset.said;
};

const shifted = (iso, by) => {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + by);
  return day.toISOString().slice(0, 10);
};

const goTo = async (iso) => {
  const here = days().find((day) => day.dataset.iso === iso);
  if (here) stand(here);
  else await show(iso, iso);
};

const choose = (day) => {
  field.value = day.dataset.written;
  dialog.close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const step = async (event) => {
  const here = event.target.closest("[data-iso]");
  if (!here) return;
  const all = days();
  const column = here.closest("td").cellIndex;
  const turn = rtl ? -1 : 1;
  const moves = {
    ArrowRight: turn,
    ArrowLeft: -turn,
    ArrowDown: WEEK,
    ArrowUp: -WEEK,
    Home: -column,
    End: WEEK - 1 - column,
  };
  const months = { PageUp: "before", PageDown: "after" };
  if (event.key in moves) {
    event.preventDefault();
    await goTo(shifted(here.dataset.iso, moves[event.key]));
  } else if (event.key in months) {
    event.preventDefault();
    await turnTo(months[event.key], all.indexOf(here));
  }
};

const turnTo = async (side, at) => {
  const next = dialog.dataset[side];
  if (!next) return;
  await show(next, null);
  const all = days();
  stand(all[Math.min(Math.max(at, 0), all.length - 1)]);
};

const cell = (told, chosen) => {
  const kinds = [told.is_rest && "rest", told.is_today && "today", told.season && "season"];
  const button = element(
    "button",
    {
      type: "button",
      class: kinds.filter(Boolean).join(" "),
      tabindex: "-1",
      "data-iso": told.iso,
      "data-written": told.written,
      "data-said": told.said,
      "data-season": told.season,
      "aria-label": told.season ? `${told.said}, ${told.season}` : told.said,
    },
    told.number,
  );
  if (told.is_today) button.setAttribute("aria-current", "date");
  const box = element("td", { role: "gridcell" }, button);
  if (told.iso === chosen) box.setAttribute("aria-selected", "true");
  return box;
};

const weeks = (month, chosen) => {
  const boxes = [
    ...Array.from({ length: month.blanks }, () => element("td")),
    ...month.cells.map((told) => cell(told, chosen)),
  ];
  while (boxes.length % WEEK) boxes.push(element("td"));
  return Array.from({ length: boxes.length / WEEK }, (_, at) =>
    element("tr", {}, ...boxes.slice(at * WEEK, at * WEEK + WEEK)),
  );
};

const show = async (text, focus) => {
  const told = await asked(text);
  if (!told) return false;
  const month = told.month;
  dialog.dataset.before = month.before;
  dialog.dataset.after = month.after;
  dialog.querySelector("h2").replaceChildren(month.name, element("small", {}, month.other));
  const heads = month.weekdays.map((name) => element("th", { scope: "col", abbr: name }, short(name)));
  const grid = dialog.querySelector("table");
  grid.tHead.rows[0].replaceChildren(...heads);
  grid.tBodies[0].replaceChildren(...weeks(month, told.day));
  const at = days();
  const wanted = at.find((day) => day.dataset.iso === (focus ?? told.day));
  if (focus !== null) stand(wanted ?? at.find((day) => day.ariaCurrent === "date") ?? at[0]);
  return true;
};

const turner = (side, sign) => {
  const button = element("button", { type: "button", class: "plain", title: words[side] });
  button.append(element("span", { "aria-hidden": "true" }, sign), element("span", { class: "sr" }, words[side]));
  button.addEventListener("click", async () => {
    await turnTo(side, 0);
    button.focus();
  });
  return button;
};

const built = () => {
  const made = element("dialog", { class: "calendar", "aria-labelledby": "calendar-name" });
  const close = element("button", { type: "button", class: "plain" });
  close.append(element("span", { "aria-hidden": "true" }, "×"), element("span", { class: "sr" }, words.close));
  close.addEventListener("click", () => made.close());
  const [back, on] = rtl ? ["→", "←"] : ["←", "→"];
  made.append(
    element(
      "div",
      { class: "calendar-head" },
      turner("before", back),
      element("h2", { id: "calendar-name", "aria-live": "polite" }),
      turner("after", on),
      close,
    ),
    element(
      "table",
      { role: "grid", "aria-labelledby": "calendar-name" },
      element("thead", {}, element("tr")),
      element("tbody"),
    ),
    element("p", { class: "calendar-said hint" }),
  );
  made.addEventListener("keydown", step);
  made.addEventListener("click", (event) => {
    const day = event.target.closest("[data-iso]");
    if (day) choose(day);
    else if (event.target === made) made.close();
  });
  document.body.append(made);
  return made;
};

/* Open the calendar of a field; the focus comes back to it. */
export const openCalendar = async (about, button, from) => {
  field = about;
  words = from.dataset;
  address = from.content;
  dialog ??= built();
  dialog.showModal();
  if (!(await show(field.value, undefined))) {
    dialog.close();
    return;
  }
  dialog.addEventListener("close", () => (field.value ? field : button).focus(), { once: true });
};
