// The day at the sites, on a phone, with or without a network.
import { exported, keep, kept, newKey, put, receipts, sending, sync, waiting } from "./outbox.js";
import { signable } from "./sign.js";

const root = document.querySelector("#phone");
const words = JSON.parse(document.querySelector("#phone-words").textContent);
const digits = { fa: "۰۱۲۳۴۵۶۷۸۹", ar: "٠١٢٣٤٥٦٧٨٩" }[document.documentElement.lang];
const NEEDED = {
  decided: ["words", "owner", "owner_name", "officer", "due", "proof"],
  promised: ["words", "owner", "owner_name", "officer", "due", "proof"],
  needs_data: ["words", "owner", "owner_name", "officer", "due"],
  escalated: ["words"],
  withdrawn: ["words"],
};
const EVERY_MS = 20000;
const WIDEST_PX = 1600;

let packet;
let at = location.hash.slice(1);
let isSignedOut = false;

function local(text) {
  return digits ? String(text).replace(/[0-9]/g, (digit) => digits[digit]) : String(text);
}
function say(key, about = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => local(about[name] ?? ""));
}

/** An element; what people wrote comes in as text only, never as markup. */
function h(tag, told = {}, ...inside) {
  const svg = ["svg", "path", "circle", "text", "g"].includes(tag);
  const made = svg
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

function field(name, input, label = name) {
  input.name = name;
  input.id = `f-${newKey().slice(0, 8)}`;
  input.classList.add("in-");
  return h("div", { class: "f all" }, h("label", { for: input.id }, say(label)), input);
}
const line = (value = "") => {
  const made = h("input", { maxlength: 300 });
  made.value = value;
  return made;
};
function choice(rows, value) {
  const made = h("select", {}, h("option", { value: "" }, "–"));
  for (const [key, name] of rows) made.append(h("option", { value: key }, name));
  made.value = value ?? "";
  return made;
}
const agencies = () => packet.agencies.map((row) => [row.key, row.name]);
const officers = () => packet.officers.map((row) => [row.id, row.name]);

async function add(told) {
  try {
    const item = await put(told);
    await draw();
    send();
    return item;
  } catch {
    alert(say("no_room"));
    return null;
  }
}

function locate(output, position) {
  output.textContent = "…";
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      position.value = [coords.longitude, coords.latitude, Math.round(coords.accuracy)];
      output.textContent = say("located", { count: Math.round(coords.accuracy) });
    },
    () => (output.textContent = say("not_located")),
    { enableHighAccuracy: true, timeout: 20000 },
  );
}

function presenceForm(meeting) {
  const position = { value: null };
  const where = h("output", { class: "small", "aria-live": "polite" });
  const form = h(
    "form",
    {
      class: "frm",
      onsubmit: async (event) => {
        event.preventDefault();
        const told = form.elements;
        await add({
          kind: "presence",
          subject: meeting.id,
          body: {
            name: told.name.value.trim(),
            agency: told.agency.value,
            post: told.post.value.trim(),
            site_code: told.site_code.value.trim(),
            reason: told.reason.value.trim(),
            ...(position.value ? { position: position.value } : {}),
          },
        });
      },
    },
    field("name", Object.assign(line(), { required: true })),
    field("agency", Object.assign(choice(agencies()), { required: true })),
    field("post", line()),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "btn btn-outline-primary", onclick: () => locate(where, position) }, say("locate")),
      where,
    ),
    field("site_code", line()),
    field("reason", line()),
    h("div", { class: "do" }, h("button", { class: "btn btn-primary" }, say("add_present"))),
  );
  return form;
}

function itemForm(meeting, item, known) {
  const told = { ...item, ...(known?.body ?? {}) };
  const faults = h("p", { class: "bad-", role: "alert" });
  const outcomes = h("fieldset", { class: "outcomes" }, h("legend", {}, say("outcome")));
  for (const outcome of packet.outcomes) {
    const radio = h("input", { type: "radio", name: "outcome", value: outcome, required: true });
    radio.checked = told.outcome === outcome;
    outcomes.append(h("label", {}, radio, h("span", {}, say(`outcome_${outcome}`))));
  }
  const text = h("textarea", { rows: 3, maxlength: 2000 });
  text.value = told.words ?? "";
  const day = h("input", { type: "date" });
  day.value = told.due ?? "";
  const form = h(
    "form",
    { class: "frm", onsubmit: (event) => saveItem(event, meeting, item, { form, faults, known }) },
    outcomes,
    field("words", text),
    field("owner", choice(agencies(), told.owner)),
    field("owner_name", line(told.owner_name)),
    field("due", day),
    field("officer", choice(officers(), told.officer)),
    field("proof", line(told.proof)),
    faults,
    h("div", { class: "do" }, h("button", { class: "btn btn-primary" }, say("save_item"))),
  );
  return form;
}

async function saveItem(event, meeting, item, { form, faults, known }) {
  event.preventDefault();
  const body = { number: item.number, outcome: form.elements.outcome.value };
  for (const name of ["words", "owner", "owner_name", "officer", "due", "proof"]) {
    body[name] = form.elements[name].value.trim();
  }
  const missing = NEEDED[body.outcome].filter((name) => !body[name]);
  const officer = packet.officers.find((row) => row.id === body.officer);
  if (officer && officer.name === body.owner_name) missing.push("officer");
  if (missing.length) {
    faults.textContent = say("missing", { names: missing.map((name) => say(name)).join("، ") });
    form.elements[missing[0]].focus();
    return;
  }
  await add({
    kind: "conclusion",
    subject: meeting.id,
    body,
    parent: known && !known.receipt ? known.key : "",
    base_version: Math.max(item.version, known ? known.base_version + 1 : 0),
  });
}

function signatureForm(meeting, person) {
  const canvas = h("canvas", { width: 480, height: 150, "aria-label": say("sign") });
  const pad = signable(canvas);
  return h(
    "form",
    {
      class: "sig",
      onsubmit: async (event) => {
        event.preventDefault();
        const drawn = pad.picture();
        const typed = event.target.elements.typed.value.trim();
        if (!drawn && !typed) return;
        const of = person.key ? { of: person.key } : { presence: person.presence };
        await add({
          kind: "signature",
          subject: meeting.id,
          parent: person.key ?? "",
          body: { ...of, drawn, typed, name: person.name },
        });
      },
    },
    h("p", {}, h("b", {}, person.name)),
    canvas,
    field("typed", line()),
    h(
      "div",
      { class: "row" },
      h("button", { class: "btn btn-primary" }, say("save_sign")),
      h("button", { type: "button", class: "btn btn-outline-primary", onclick: pad.clear }, say("clear")),
    ),
  );
}

async function photo(meeting, input) {
  for (const file of input.files) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST_PX / Math.max(picture.width, picture.height));
    const canvas = h("canvas", {
      width: Math.round(picture.width * scale),
      height: Math.round(picture.height * scale),
    });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const content = canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
    await add({ kind: "photo", subject: meeting.id, body: { title: meeting.title, content } });
  }
  input.value = "";
}

function map(told) {
  if (!told) return null;
  return h(
    "div",
    { class: "mapbox" },
    h(
      "svg",
      { viewBox: `0 0 ${told.width} ${told.height}`, role: "img", "aria-label": packet.day_told },
      told.streets.map(([rank, d]) => h("path", { class: `r e r${rank}`, d })),
      told.streets.map(([rank, d]) => h("path", { class: `r k r${rank}`, d })),
      told.names.map(([x, y, turn, name]) =>
        h("text", { class: "m-name", "text-anchor": "middle", dy: -6, transform: `translate(${x} ${y}) rotate(${turn})` }, name),
      ),
      h("circle", { class: "here", cx: told.spot[0], cy: told.spot[1], r: 11 }),
    ),
  );
}

function details(title, done, ...inside) {
  return h("details", { class: `sheet${done ? " done" : ""}` }, h("summary", {}, done ? "✓ " : "", title), inside);
}

/** All that was recorded here, sent or not, in the order in which it was recorded. */
async function inOrder() {
  const rows = [...(await receipts()), ...(await waiting())];
  return rows.sort((a, b) => (a.taken_at < b.taken_at ? -1 : 1));
}

async function meetingPage(meeting) {
  const items = (await inOrder()).filter((row) => row.subject === meeting.id);
  const mine = (kind) => items.filter((row) => row.kind === kind);
  const concluded = (number) =>
    mine("conclusion").findLast((row) => (row.body?.number ?? row.label) === number);
  const people = [
    ...meeting.present,
    ...mine("presence").map((row) => ({ key: row.key, name: row.body?.name ?? row.label })),
  ];
  const signedKeys = new Set(mine("signature").map((row) => row.parent || row.label));
  const agenda = meeting.items.map((item) => {
    const known = concluded(item.number);
    const about = [item.code && `${item.code} · ${item.cause}`, item.days != null && say("days", { count: item.days })];
    return details(
      `${local(item.number)}. ${item.title}`,
      Boolean(known) || item.outcome !== "open",
      h("p", { class: "small" }, about.filter(Boolean).join("، ")),
      item.week && h("p", {}, say("week_cost", { sum: item.week })),
      item.removed_when && h("p", { class: "small" }, say("removed_when", { when: item.removed_when })),
      itemForm(meeting, item, known),
    );
  });
  const old = meeting.items.filter((item) => item.is_old_promise).length;
  return [
    h("p", {}, h("a", { href: "#" }, say("back"))),
    h("h1", {}, meeting.title),
    h("p", { class: "lead" }, meeting.trigger),
    map(meeting.map),
    details(
      `${say("present")} (${local(people.length)})`,
      people.length > 0,
      h("ul", { class: "lines" }, people.map((person) => h("li", {}, person.name))),
      presenceForm(meeting),
    ),
    old ? h("h2", {}, say("old_promises")) : null,
    agenda.slice(0, old),
    h("h2", {}, say("items")),
    agenda.slice(old),
    h(
      "label",
      { class: "btn btn-outline-primary shot" },
      say("photo"),
      ` (${local(mine("photo").length)})`,
      h("input", { type: "file", accept: "image/*", capture: "environment", class: "sr", onchange: (event) => photo(meeting, event.target) }),
    ),
    details(
      say("sign"),
      people.length > 0 && people.every((person) => person.signed || signedKeys.has(person.key) || signedKeys.has(person.name)),
      people
        .filter((person) => !person.signed && !signedKeys.has(person.key) && !signedKeys.has(person.name))
        .map((person) => signatureForm(meeting, person)),
    ),
    closing(meeting, items),
  ];
}

function closing(meeting, items) {
  if (items.some((row) => row.kind === "close")) return h("p", { class: "note ok" }, say("close_note"));
  const last = items.at(-1);
  return h(
    "p",
    {},
    h(
      "button",
      {
        class: "btn btn-primary",
        onclick: () => add({ kind: "close", subject: meeting.id, parent: last?.key ?? "", body: {} }),
      },
      say("close"),
    ),
    h("small", { class: "muted" }, ` ${say("close_note")}`),
  );
}

function front() {
  const told = packet.stops.length ? say("stops") : say("no_stops");
  const stops = new Map(packet.stops.filter((stop) => stop.meeting).map((stop) => [stop.meeting, stop]));
  return [
    h("h1", {}, say("title")),
    h("p", { class: "lead" }, told),
    h(
      "ol",
      { class: "lines" },
      packet.stops
        .filter((stop) => !stop.meeting)
        .map((stop) => h("li", {}, h("div", {}, stop.project, h("small", {}, stop.delegation)), h("div", { class: "end" }, local(stop.begins)))),
      packet.meetings.map((row) =>
        h(
          "li",
          {},
          h("div", {}, h("a", { href: `#${row.id}` }, row.title), h("small", {}, stops.get(row.id)?.delegation ?? row.trigger)),
          h("div", { class: "end num" }, local(stops.get(row.id)?.begins ?? row.begins)),
        ),
      ),
    ),
    h("p", { class: "small muted" }, say("packet_of", { day: packet.day_told, at: new Date(packet.made).toLocaleTimeString(document.documentElement.lang) })),
  ];
}

const FAULTS = { parallel: "parallel", refused: "refused", held: "held" };
function stateOf(row) {
  if (row.receipt) return ["●", say(FAULTS[row.state] ?? "arrived")];
  return row.key === sending ? ["↑", say("on_way")] : ["○", say("here")];
}

async function outbox() {
  const rows = (await inOrder()).slice(-40).reverse();
  return h(
    "section",
    { class: "sheet outbox", "aria-live": "polite" },
    h("h2", {}, say("outbox")),
    rows.length
      ? h(
          "ul",
          { class: "lines" },
          rows.map((row) => {
            const [mark, told] = stateOf(row);
            const what = row.body ? (row.body.name ?? row.body.title ?? row.body.number ?? "") : row.label;
            return h(
              "li",
              { "data-key": row.key, "data-state": row.receipt ? row.state : "here" },
              h("div", {}, h("span", { class: "mark", "aria-hidden": "true" }, mark), ` ${say(`kind_${row.kind}`, { what })}`, h("small", {}, told)),
              h("div", { class: "end" }, row.receipt ? h("small", {}, say("receipt", { code: row.receipt.slice(0, 6) })) : ""),
            );
          }),
        )
      : h("p", { class: "muted" }, say("outbox_empty")),
    h(
      "div",
      { class: "row" },
      h("button", { class: "btn btn-outline-primary", onclick: send }, say("send_now")),
      h("button", { class: "btn btn-outline-primary", onclick: save }, say("export")),
      h("button", { class: "btn btn-outline-primary", onclick: refresh }, say("refresh")),
    ),
  );
}

async function save() {
  const link = h("a", { href: URL.createObjectURL(await exported()), download: `hamgam-${new Date().toISOString().slice(0, 16)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function banner() {
  const count = (await waiting()).length;
  if (isSignedOut) return h("p", { class: "net bad", role: "status" }, say("not_signed_in"));
  const first = navigator.onLine ? say("online") : say("offline");
  const rest = count ? say("saved_here", { count }) : say("nothing_lost");
  return h("p", { class: `net${navigator.onLine ? "" : " off"}`, role: "status" }, h("b", {}, first), ` ${rest}`);
}

let drawing = Promise.resolve();
function draw() {
  drawing = drawing.catch(() => {}).then(async () => {
    const open = packet?.meetings.find((row) => row.id === at);
    const open_details = [...root.querySelectorAll("details")].map((one) => one.open);
    let page = h("p", { class: "note slip" }, say("no_packet"));
    if (open) page = await meetingPage(open);
    else if (packet) page = front();
    const top = scrollY;
    root.replaceChildren(...[await banner(), page, await outbox()].flat(Infinity).filter(Boolean));
    [...root.querySelectorAll("details")].forEach((one, n) => (one.open = open_details[n] ?? false));
    scrollTo(0, top);
  });
  return drawing;
}

async function drawOutbox() {
  const old = root.querySelector(".outbox");
  if (!old) return;
  old.replaceWith(await outbox());
  root.querySelector(".net")?.replaceWith(await banner());
}

async function send() {
  try {
    await sync(root.dataset.records, drawOutbox);
    isSignedOut = false;
  } catch (fault) {
    isSignedOut = fault.message === "signed-out";
  }
  await drawOutbox();
}

async function refresh() {
  try {
    const answer = await fetch(root.dataset.packet, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      packet = await answer.json();
      await keep("packet", packet);
    }
  } catch {
    /* without a network the packet that is here stays */
  }
  await draw();
}

addEventListener("hashchange", () => {
  at = location.hash.slice(1);
  draw();
  scrollTo(0, 0);
});
addEventListener("online", () => send());
addEventListener("offline", drawOutbox);
addEventListener("focus", () => send());
setInterval(() => navigator.onLine && send(), EVERY_MS);

navigator.serviceWorker?.register(root.dataset.worker, { scope: root.dataset.scope });
navigator.storage?.persist?.();
packet = await kept("packet");
await draw();
if (navigator.onLine) {
  await refresh();
  await send();
}
root.dataset.ready = "yes";
