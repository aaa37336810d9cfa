/* The overlaps page reads without this; it adds filters, the moving map, languages and the theme. */
(() => {
  "use strict";
  const root = document.documentElement;
  const values = JSON.parse(document.getElementById("values").textContent);
  const [KIND, SEVERITY, OWNERS, FIRST, LAST, STREET_ONLY, REFS] = [0, 1, 2, 3, 4, 5, 6];
  const svg = document.getElementById("map");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  const page = document.getElementById("page");
  const one = (query, from = page) => from.querySelector(query);
  const all = (query, from = page) => [...from.querySelectorAll(query)];
  const DIGITS = { fa: "۰۱۲۳۴۵۶۷۸۹", ar: "٠١٢٣٤٥٦٧٨٩" };
  const number = (value) => {
    const text = value.toLocaleString("en-US", { maximumFractionDigits: 1 });
    const digits = DIGITS[root.lang];
    return digits ? text.replace(/\d/g, (d) => digits[d]).replace(/,/g, "٬").replace(".", "٫") : text;
  };
  const folded = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[\u200b-\u200f]/g, " ")
      .replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 1776).replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 1632).replace(/\s+/g, " ").trim();

  const marks = new Map(all(".m", svg).map((mark) => [+mark.dataset.i, mark]));
  const places = new Map();
  for (const place of all(".p", svg)) {
    const i = +place.dataset.i;
    places.set(i, [...(places.get(i) || []), place]);
  }
  const works = all(".works > g", svg);
  let items = [];
  let texts = null;
  let visible = new Set();
  let chosen = -1;
  let view = [...whole];

  /* ── the map ── */
  const unit = () => {
    const box = svg.getBoundingClientRect();
    return box.width ? Math.max(view[2] / box.width, view[3] / box.height) : 1;
  };
  const show = () => {
    svg.setAttribute("viewBox", view.map((side) => side.toFixed(2)).join(" "));
    const k = unit();
    root.style.setProperty("--k", k.toFixed(5));
    svg.dataset.z = k < 1 ? 3 : k < 3.5 ? 2 : k < 11 ? 1 : 0;
    measure(k);
    cluster(k);
  };
  const measure = (k) => {
    const power = 10 ** Math.floor(Math.log10(112 * k));
    const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= 112 * k) || power;
    one(".scale svg").style.inlineSize = `${metres / k}px`;
    one("#scale").textContent = metres >= 1000 ? `${number(metres / 1000)} ${values.km[root.lang]}` : `${number(metres)} ${values.metres[root.lang]}`;
  };
  const NS = "http://www.w3.org/2000/svg";
  const clusters = document.createElementNS(NS, "g");
  svg.append(clusters);
  const cluster = (k) => {
    clusters.replaceChildren();
    const groups = [];
    const reach = 46 * k;
    for (const [i, mark] of [...marks].reverse()) {
      mark.classList.toggle("gone", !visible.has(i));
      if (!visible.has(i) || i === chosen) continue;
      const [x, y] = values.boxes[i];
      const near = groups.find((group) => Math.hypot(group.x - x, group.y - y) < reach);
      if (near) near.held.push(i);
      else groups.push({ x, y, held: [i] });
    }
    for (const group of groups) if (group.held.length > 1) gather(group, k);
  };
  const gather = ({ x, y, held }, k) => {
    for (const i of held) marks.get(i).classList.add("gone");
    const gravest = Math.min(...held);
    const group = document.createElementNS(NS, "g");
    group.setAttribute("class", `cl ${[...marks.get(gravest).classList].find((name) => name.startsWith("t-"))}`);
    group.setAttribute("transform", `translate(${x} ${y})`);
    const circle = document.createElementNS(NS, "circle");
    circle.setAttribute("r", (9 + 1.7 * Math.log2(held.length)) * k);
    const text = document.createElementNS(NS, "text");
    text.textContent = number(held.length);
    group.append(circle, text);
    group.addEventListener("click", () => {
      if (!moved) frame(bounds(held), 0.35);
    });
    clusters.append(group);
  };
  const bounds = (held) => {
    const boxes = held.map((i) => values.boxes[i].slice(2));
    return [0, 1].map((side) => Math.min(...boxes.map((box) => box[side]))).concat([2, 3].map((side) => Math.max(...boxes.map((box) => box[side]))));
  };
  const frame = ([west, south, east, north], margin) => {
    const box = svg.getBoundingClientRect();
    const ratio = box.width / box.height || 1;
    let width = Math.max(east - west, 60) * (1 + 2 * margin);
    let height = Math.max(north - south, 60) * (1 + 2 * margin);
    if (width / height < ratio) width = height * ratio;
    else height = width / ratio;
    view = [(west + east) / 2 - width / 2, (south + north) / 2 - height / 2, width, height];
    show();
  };
  const zoom = (factor, at = [view[0] + view[2] / 2, view[1] + view[3] / 2]) => {
    const width = Math.min(Math.max(view[2] * factor, 40), whole[2] * 4);
    const by = width / view[2];
    view = [at[0] - (at[0] - view[0]) * by, at[1] - (at[1] - view[1]) * by, width, view[3] * by];
    show();
  };
  const pan = (dx, dy) => {
    view = [view[0] + dx, view[1] + dy, view[2], view[3]];
    show();
  };
  const spot = (event) => {
    const box = svg.getBoundingClientRect();
    const k = unit();
    return [view[0] + view[2] / 2 + (event.clientX - box.x - box.width / 2) * k, view[1] + view[3] / 2 + (event.clientY - box.y - box.height / 2) * k];
  };
  let moved = false;
  const fingers = new Map();
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, spot(event));
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (!moved && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) < 4) return;
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    svg.classList.add("drag");
    const others = [...fingers.values()].filter((finger) => finger.pointerId !== event.pointerId);
    if (others.length) {
      const [was, is] = [before, event].map((finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY));
      if (is > 0) zoom(was / is, spot(others[0]));
    } else pan((before.clientX - event.clientX) * unit(), (before.clientY - event.clientY) * unit());
    fingers.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      svg.classList.remove("drag");
    });
  for (const [i, mark] of marks) {
    mark.addEventListener("click", () => moved || choose(i, false));
    mark.addEventListener("pointerenter", () => items[i].classList.add("hot"));
    mark.addEventListener("pointerleave", () => items[i].classList.remove("hot"));
  }
  for (const [i, held] of places) for (const place of held) place.addEventListener("click", () => moved || choose(i, false));

  const light = (i, on) => {
    marks.get(i)?.classList.toggle("hi", on);
    for (const place of places.get(i) || []) place.classList.toggle("hi", on);
    for (const ref of values.findings[i][REFS]) works[values.works[ref]]?.classList.toggle("hi", on);
  };
  const choose = (i, moves) => {
    if (chosen >= 0) {
      light(chosen, false);
      items[chosen].classList.remove("sel");
    }
    chosen = i;
    light(i, true);
    items[i].classList.add("sel");
    unfold(items[i]);
    one("details", items[i]).open = true;
    if (moves && values.boxes[i]) frame(values.boxes[i].slice(2), 1.5);
    else {
      items[i].scrollIntoView({ block: "nearest" });
      cluster(unit());
    }
  };

  /* An item's details stand in its <noscript>: read without a script, built by one only when opened. */
  const unfold = (item) => {
    const told = one("noscript", item);
    if (told) told.replaceWith(document.createRange().createContextualFragment(told.textContent));
  };

  /* ── the filters ── */
  const ticked = (name) => new Set(all(`[name=${name}]:checked`).map((box) => +box.value));
  const apply = () => {
    const kinds = ticked("kind");
    const severities = ticked("severity");
    const owner = one("#agency").value;
    const certain = one("#certain").checked;
    const words = folded(one("#q").value).split(" ").filter(Boolean);
    if (words.length && !texts) texts = values.texts.map(folded);
    const [from, to] = span();
    visible = new Set();
    values.findings.forEach((finding, i) => {
      const fits = (!kinds.size || kinds.has(finding[KIND])) && (!severities.size || severities.has(finding[SEVERITY])) &&
        (!owner || finding[OWNERS].includes(+owner)) && !(certain && finding[STREET_ONLY]) &&
        finding[FIRST] < to && finding[LAST] >= from && words.every((word) => texts[i].includes(word));
      if (fits) visible.add(i);
      items[i].hidden = !fits;
      for (const place of places.get(i) || []) place.classList.toggle("gone", !fits);
    });
    const told = values.counts[root.lang].replace("{shown}", number(visible.size)).replace("{all}", number(items.length));
    one("#count").textContent = told;
    one("#clear").hidden = visible.size === items.length;
    one("#nothing").hidden = visible.size > 0 || !items.length;
    dim();
  };
  const dim = () => {
    const spoken = new Set([...visible].flatMap((i) => values.findings[i][REFS].map((ref) => values.works[ref])));
    works.forEach((work, index) => work.classList.toggle("off", !spoken.has(index)));
  };
  const span = () => {
    const [from, to] = [+one("#from").value, +one("#to").value];
    return [Math.min(from, to), Math.max(from, to)];
  };
  const name = () => {
    const weeks = values.weeks[root.lang];
    const [from, to] = span();
    one("#span").textContent = `${weeks[from]} – ${weeks[to]}`;
    one("#from").setAttribute("aria-valuetext", weeks[+one("#from").value]);
    one("#to").setAttribute("aria-valuetext", weeks[+one("#to").value]);
    all("rect.bar").forEach((bar, week) => bar.classList.toggle("on", week >= from && week < to));
  };
  const later = (deed) => {
    let waits = 0;
    return () => {
      cancelAnimationFrame(waits);
      waits = requestAnimationFrame(deed);
    };
  };

  /* ── a page in one language ── */
  const wire = () => {
    items = all(".it");
    const soon = later(() => {
      name();
      apply();
      cluster(unit());
    });
    one(".fl").addEventListener("submit", (event) => event.preventDefault());
    one(".fl").addEventListener("input", soon);
    one(".ranges").addEventListener("input", soon);
    one("#clear").addEventListener("click", () => {
      one(".fl").reset();
      one("#from").value = 0;
      one("#to").value = one("#to").max;
      soon();
    });
    one(".items").addEventListener("click", (event) => {
      const button = event.target.closest(".show");
      if (button) {
        choose(+button.dataset.i, true);
        one(".canvas").scrollIntoView({ block: "nearest" });
      }
    });
    items.forEach((item, i) => {
      one("details", item).addEventListener("toggle", () => unfold(item));
      item.addEventListener("pointerenter", () => light(i, true));
      item.addEventListener("pointerleave", () => i === chosen || light(i, false));
    });
    for (const button of all("[data-zoom]"))
      button.addEventListener("click", () => {
        if (button.dataset.zoom === "whole") {
          view = [...whole];
          show();
        } else zoom(button.dataset.zoom === "in" ? 1 / 1.6 : 1.6);
      });
    one(".canvas").addEventListener("keydown", (event) => {
      const step = view[2] / 8;
      const deeds = { ArrowLeft: () => pan(-step, 0), ArrowRight: () => pan(step, 0), ArrowUp: () => pan(0, -step), ArrowDown: () => pan(0, step), "+": () => zoom(1 / 1.6), "=": () => zoom(1 / 1.6), "-": () => zoom(1.6) };
      if (deeds[event.key]) {
        event.preventDefault();
        deeds[event.key]();
      }
    });
    for (const button of all("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
    one(".theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    });
    if (matchMedia("(max-width: 72rem)").matches) one(".legend").open = false;
    name();
    apply();
    show();
  };

  /* ── languages ── */
  const held = { [root.lang]: { dir: root.dir, title: document.title, nodes: null } };
  for (const other of document.querySelectorAll("script[type='text/html']"))
    held[other.id.replace("page-", "")] = { dir: other.dataset.dir, title: other.dataset.title, text: other.textContent };
  const state = () => ({
    q: one("#q").value, agency: one("#agency").value, certain: one("#certain").checked, from: one("#from").value, to: one("#to").value,
    kind: ticked("kind"), severity: ticked("severity"), open: new Set(items.flatMap((item, i) => (one("details", item).open ? [i] : []))),
  });
  const restore = (old) => {
    for (const id of ["q", "agency", "from", "to"]) one(`#${id}`).value = old[id];
    one("#certain").checked = old.certain;
    for (const set of ["kind", "severity"]) for (const box of all(`[name=${set}]`)) box.checked = old[set].has(+box.value);
    all(".it").forEach((item, i) => {
      one("details", item).open = old.open.has(i);
    });
  };
  const speak = (language) => {
    if (language === root.lang) return;
    const old = state();
    svg.remove();
    held[root.lang].nodes = [...page.childNodes];
    const next = held[language];
    const isNew = !next.nodes;
    page.replaceChildren(...(next.nodes || document.createRange().createContextualFragment(next.text).childNodes));
    Object.assign(root, { lang: language, dir: next.dir });
    document.title = next.title;
    one("[data-map]").append(svg);
    svg.setAttribute("aria-label", one("[data-map]").getAttribute("aria-label"));
    for (const text of all("[data-n]", svg)) text.textContent = values.names[text.dataset.n][language];
    for (const text of all("[data-z]", svg)) text.textContent = values.zones[text.dataset.z][language];
    restore(old);
    if (isNew) wire();
    else {
      items = all(".it");
      name();
      apply();
      show();
    }
    if (chosen >= 0) items[chosen].classList.add("sel");
    one(`[data-lang=${language}]`).focus();
  };

  root.classList.add("live");
  addEventListener("resize", later(show));
  wire();
})();
