/* The map reads as a list without this; it draws the works, moves the map, and filters by day. */
(async () => {
  "use strict";
  const root = document.documentElement;
  const page = document.getElementById("text");
  const svg = document.getElementById("city");
  const one = (id) => document.getElementById(id);
  const DIGITS = { fa: "۰۱۲۳۴۵۶۷۸۹", ar: "٠١٢٣٤٥٦٧٨٩" };
  const local = (text) => (DIGITS[root.lang] ? String(text).replace(/\d/g, (d) => DIGITS[root.lang][d]) : String(text));
  const folded = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[\u200b-\u200f]/g, " ")
      .replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 1776).replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 1632).replace(/\s+/g, " ").trim();
  const NS = "http://www.w3.org/2000/svg";
  const make = (name, told, inside) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
    if (inside) inside.append(made);
    return made;
  };
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  let chosen = null;

  /* ── moving ── */
  const unit = () => {
    const box = svg.getBoundingClientRect();
    return box.width ? Math.max(view[2] / box.width, view[3] / box.height) : 1;
  };
  const show = () => {
    svg.setAttribute("viewBox", view.map((side) => side.toFixed(2)).join(" "));
    const k = unit();
    svg.style.setProperty("--k", k.toFixed(4));
    svg.dataset.z = k < 0.12 ? 2 : k < 0.42 ? 1 : 0;
    for (const mark of document.querySelectorAll("#marks use")) size(mark, k);
  };
  const size = (mark, k) => {
    const side = (svg.dataset.z === "0" ? 12 : 20) * k;
    mark.setAttribute("x", mark.dataset.x - side / 2);
    mark.setAttribute("y", mark.dataset.y - side / 2);
    mark.setAttribute("width", side);
    mark.setAttribute("height", side);
  };
  const zoom = (by, x, y) => {
    const wide = Math.min(Math.max(view[2] * by, 8), whole[2] * 1.2);
    const share = wide / view[2];
    view = [x - (x - view[0]) * share, y - (y - view[1]) * share, wide, view[3] * share];
    show();
  };
  const middle = () => [view[0] + view[2] / 2, view[1] + view[3] / 2];
  const spot = (event) => {
    const at = svg.getScreenCTM().inverse();
    return [event.clientX * at.a + at.e, event.clientY * at.d + at.f];
  };
  one("in").addEventListener("click", () => zoom(0.6, ...middle()));
  one("out").addEventListener("click", () => zoom(1.7, ...middle()));
  one("whole").addEventListener("click", () => { view = [...whole]; show(); });
  svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(event.deltaY < 0 ? 0.8 : 1.25, ...spot(event)); }, { passive: false });
  let held = null;
  const fingers = new Map();
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    held = { x: event.clientX, y: event.clientY, view: [...view], moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = fingers.get(event.pointerId);
    fingers.set(event.pointerId, event);
    if (fingers.size === 2) {
      const [a, b] = [...fingers.values()];
      const other = event === a ? b : a;
      const gap = (p, q) => Math.hypot(p.clientX - q.clientX, p.clientY - q.clientY) || 1;
      zoom(gap(before, other) / gap(event, other), ...spot(other));
      held.moved = true;
      return;
    }
    const dx = event.clientX - held.x;
    const dy = event.clientY - held.y;
    if (Math.hypot(dx, dy) < 4 && !held.moved) return;
    if (!held.moved) svg.setPointerCapture(event.pointerId);
    held.moved = true;
    svg.classList.add("drag");
    view = [held.view[0] - dx * unit(), held.view[1] - dy * unit(), view[2], view[3]];
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    svg.addEventListener(name, (event) => { fingers.delete(event.pointerId); svg.classList.remove("drag"); });
  }

  /* ── drawing ── */
  const answer = await fetch(page.dataset.works, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const told = await answer.json();
  const drawn = one("drawn");
  const casings = make("g", {}, drawn);
  const lines = make("g", {}, drawn);
  const hits = make("g", {}, drawn);
  const works = new Map();
  for (const work of told.works) {
    const form = work.is_point ? " p" : work.is_area ? " ar" : "";
    work.parts = [
      make("path", { d: work.d, class: `w c${form}` }, casings),
      make("path", { d: work.d, class: `w a${work.slot}${form}`, "stroke-dasharray": dash(work.slot) }, lines),
      make("path", { d: work.d, class: "h", "data-id": work.id }, hits),
    ];
    work.text = folded(`${work.title} ${work.street} ${work.by} ${work.id}`);
    works.set(work.id, work);
  }
  function dash(slot) {
    return { 3: "10 4", 4: "2 4", 5: "12 4 2 4", 7: "16 3", 9: "4 4", 10: "3 3", 11: "12 4 2 4 2 4", 12: "1 5" }[slot] || "none";
  }
  const findings = told.findings.filter((found) => works.has(found.a));
  for (const found of findings.reverse()) {
    const at = works.get(found.a);
    found.mark = make("use", { href: `#${found.shape}`, class: `d st ${found.tone}`, "data-x": at.x, "data-y": at.y, color: `var(--hg-${{ agree: "primary", cal: "lapis" }[found.tone] || found.tone})` }, one("marks"));
    make("title", {}, found.mark).textContent = found.text;
    found.mark.addEventListener("click", () => open_finding(found));
  }

  /* ── the list and the card ── */
  const items = one("items");
  const line = (work) => {
    const item = document.createElement("div");
    item.className = "it";
    item.dataset.id = work.id;
    const link = document.createElement("a");
    link.href = page.dataset.work.replace("ID", work.id);
    link.textContent = work.title;
    const by = document.createElement("span");
    by.className = "small";
    by.textContent = `${work.by} · ${work.street}`;
    const days = document.createElement("span");
    days.className = "small";
    days.textContent = work.days;
    item.append(link, by, days);
    return item;
  };
  const card = one("card");
  const tell = (title, text, more, address) => {
    card.replaceChildren();
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    head.append(link);
    const body = document.createElement("p");
    body.className = "small";
    body.textContent = text;
    const last = document.createElement("p");
    last.className = "small muted";
    last.textContent = more;
    card.append(head, body, last);
    card.hidden = false;
  };
  const choose = (id) => {
    if (chosen) works.get(chosen).parts[1].classList.remove("sel");
    chosen = id;
    const work = works.get(id);
    work.parts[1].classList.add("sel");
    for (const item of items.children) item.classList.toggle("sel", item.dataset.id === id);
    const item = [...items.children].find((entry) => entry.dataset.id === id);
    if (item) item.scrollIntoView({ block: "nearest" });
    tell(work.title, `${work.by} · ${work.street}`, work.days, page.dataset.work.replace("ID", id));
  };
  const open_finding = (found) => {
    choose(found.a);
    tell(found.text, works.get(found.a).title, found.b && works.has(found.b) ? works.get(found.b).title : "", page.dataset.overlap.replace("ID", found.id));
  };
  hits.addEventListener("click", (event) => { if (!held || !held.moved) choose(event.target.dataset.id); });
  items.addEventListener("mouseover", (event) => {
    const item = event.target.closest(".it");
    if (item && works.has(item.dataset.id)) choose(item.dataset.id);
  });
  items.addEventListener("focusin", (event) => {
    const item = event.target.closest(".it");
    if (item && works.has(item.dataset.id)) choose(item.dataset.id);
  });

  /* ── what is shown ── */
  const find = one("find");
  const time = one("time");
  const year = one("year");
  time.max = told.months.length - 1;
  time.value = told.months.findIndex((week) => week.day >= told.today);
  const off = (name) => new Set([...document.querySelectorAll(`[data-${name}]`)].filter((box) => !box.checked).map((box) => box.dataset[name]));
  const sift = () => {
    const [agencies, kinds] = [off("agency"), off("kind")];
    const words = folded(find.value).split(" ").filter(Boolean);
    const week = told.months[+time.value];
    one("day").textContent = year.checked ? "" : week.name;
    time.disabled = year.checked;
    const shown = [];
    for (const work of told.works) {
      const lies = year.checked ? work.ends >= told.today : work.begins <= week.day && work.ends >= week.day;
      work.on = lies && !agencies.has(work.agency) && words.every((word) => work.text.includes(word));
      for (const part of work.parts) part.classList.toggle("off", !work.on);
      if (work.on) shown.push(work);
    }
    for (const found of findings) {
      found.mark.classList.toggle("off", kinds.has(found.kind) || !works.get(found.a).on);
    }
    shown.sort((a, b) => (a.begins < b.begins ? -1 : a.begins > b.begins ? 1 : 0));
    items.replaceChildren(...shown.slice(0, 120).map(line));
    one("counted").textContent = local(page.dataset.shown.replace("{count}", shown.length));
  };
  for (const box of document.querySelectorAll("[data-agency],[data-kind]")) box.addEventListener("change", sift);
  for (const input of [find, time, year]) input.addEventListener("input", sift);
  addEventListener("resize", show);
  sift();
  show();
  root.classList.add("live");
})();
