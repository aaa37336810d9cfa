// The meeting at the site: who is there, what each item came to, signatures, the end. And the brief
// of a stop where no meeting was called.
import { promiseForm, submitting } from "./phone_forms.js";
import { photoButton, placeRow, voiceRow } from "./phone_media.js";
import { choice, desk, details, doing, drafted, field, h, line, local, prose, say } from "./phone_parts.js";
import { signable } from "./sign.js";

const NEEDED = {
  decided: ["words", "owner", "owner_name", "officer", "due", "proof"],
  promised: ["words", "owner", "owner_name", "officer", "due", "proof"],
  needs_data: ["words", "owner", "owner_name", "officer", "due"],
  escalated: ["words"],
  withdrawn: ["words"],
};
const FIELDS = ["words", "owner", "owner_name", "officer", "due", "proof"];
const agencies = () => desk.packet.agencies.map((row) => [row.key, row.name]);
const officers = () => desk.packet.officers.map((row) => [row.id, row.name]);

function presenceForm(meeting) {
  const id = `present-${meeting.id}`;
  const seen = { position: null };
  const form = h(
    "form",
    {
      class: "frm",
      onsubmit: submitting(id, (told) => ({
        kind: "presence",
        subject: meeting.id,
        body: {
          name: told.name.value.trim(),
          agency: told.agency.value,
          post: told.post.value.trim(),
          site_code: told.site_code.value.trim(),
          reason: told.reason.value.trim(),
          ...(seen.position ? { position: seen.position } : {}),
        },
      })),
    },
    field(id, "name", Object.assign(line(), { required: true })),
    field(id, "agency", choice(agencies(), "", { required: true })),
    field(id, "post", line()),
    placeRow(id, (found) => (seen.position = found)),
    field(id, "site_code", line()),
    field(id, "reason", line()),
    doing(id, "add_present"),
  );
  return drafted(form, id);
}

function outcomesOf(id, value) {
  const made = h("fieldset", { class: "outcomes" }, h("legend", {}, say("outcome")));
  for (const outcome of desk.packet.outcomes) {
    const radio = h("input", { type: "radio", name: "outcome", value: outcome, required: true, id: `${id}-${outcome}` });
    radio.checked = value === outcome;
    made.append(h("label", {}, radio, h("span", {}, say(`outcome_${outcome}`))));
  }
  return made;
}

function itemForm(meeting, item, known) {
  const id = `item-${meeting.id}-${item.number}`;
  const told = { ...item, ...(known?.body ?? {}) };
  const faults = h("p", { class: "bad-", role: "alert" });
  const form = h(
    "form",
    { class: "frm", onsubmit: submitting(id, (_, whole) => conclusion(whole, meeting, item, { faults, known })) },
    outcomesOf(id, told.outcome),
    field(id, "words", prose(told.words)),
    field(id, "owner", choice(agencies(), told.owner)),
    field(id, "owner_name", line(told.owner_name)),
    field(id, "due", choice(desk.packet.days, told.due)),
    field(id, "officer", choice(officers(), told.officer)),
    field(id, "proof", line(told.proof)),
    faults,
    doing(id, "save_item"),
  );
  return drafted(form, id);
}

/** The item of the outbox that a filled form makes; null, with the reason told, where it lacks. */
function conclusion(form, meeting, item, { faults, known }) {
  const body = { number: item.number, outcome: form.elements.outcome.value };
  for (const name of FIELDS) body[name] = form.elements[name].value.trim();
  const missing = NEEDED[body.outcome].filter((name) => !body[name]);
  const officer = desk.packet.officers.find((row) => row.id === body.officer);
  if (officer && officer.name === body.owner_name) missing.push("officer");
  if (missing.length) {
    faults.textContent = say("missing", { names: missing.map((name) => say(name)).join("، ") });
    form.elements[missing[0]].focus();
    return null;
  }
  return {
    kind: "conclusion",
    subject: meeting.id,
    body,
    parent: known && !known.receipt ? known.key : "",
    base_version: Math.max(item.version, known ? known.base_version + 1 : 0),
  };
}

function signatureForm(meeting, person) {
  const id = `sign-${person.key ?? person.presence}`;
  const canvas = h("canvas", { width: 480, height: 150, "aria-label": `${say("sign")}: ${person.name}` });
  const pad = signable(canvas);
  const form = h(
    "form",
    {
      class: "sig",
      onsubmit: submitting(id, (told) => {
        const drawn = pad.picture();
        const typed = told.typed.value.trim();
        if (!drawn && !typed) return null;
        const of = person.key ? { of: person.key } : { presence: person.presence };
        return {
          kind: "signature",
          subject: meeting.id,
          parent: person.key ?? "",
          body: { ...of, drawn, typed, name: person.name },
        };
      }),
    },
    h("p", {}, h("b", {}, person.name)),
    canvas,
    field(id, "typed", line()),
    h(
      "div",
      { class: "row" },
      h("button", { class: "btn btn-primary", id: `${id}-do` }, say("save_sign")),
      h("button", { type: "button", class: "btn btn-outline-primary", onclick: pad.clear }, say("clear")),
    ),
  );
  return drafted(form, id);
}

export function map(told) {
  if (!told) return null;
  return h(
    "div",
    { class: "mapbox" },
    h(
      "svg",
      { viewBox: `0 0 ${told.width} ${told.height}`, role: "img", "aria-label": say("map_label") },
      told.streets.map(([rank, d]) => h("path", { class: `r e r${rank}`, d })),
      told.streets.map(([rank, d]) => h("path", { class: `r k r${rank}`, d })),
      told.names.map(([x, y, turn, name]) =>
        h("text", { class: "m-name", "text-anchor": "middle", dy: -6, transform: `translate(${x} ${y}) rotate(${turn})` }, name),
      ),
      h("circle", { class: "here", cx: told.spot[0], cy: told.spot[1], r: 11 }),
    ),
  );
}

function authorities(meeting) {
  if (!meeting.authorities.length) return null;
  return details(
    `who-${meeting.id}`,
    say("authorities"),
    false,
    h(
      "ul",
      { class: "lines" },
      meeting.authorities.map((one) =>
        h("li", {}, h("div", {}, one.name, h("small", {}, `${one.agency} · ${one.subject}`)), h("div", { class: "end" }, one.ceiling)),
      ),
    ),
  );
}

function agendaPart(meeting, item, mine) {
  const known = mine("conclusion").findLast((row) => (row.body?.number ?? row.label) === item.number);
  const about = [item.code && `${item.code} · ${item.cause}`, item.days != null && say("days", { count: item.days })];
  return details(
    `agenda-${meeting.id}-${item.number}`,
    `${local(item.number)}. ${item.title}`,
    Boolean(known) || item.outcome !== "open",
    h("p", { class: "small" }, about.filter(Boolean).join("، ")),
    item.week && h("p", {}, say("week_cost", { sum: item.week })),
    item.removed_when && h("p", { class: "small" }, say("removed_when", { when: item.removed_when })),
    itemForm(meeting, item, known),
  );
}

/** One meeting, in the order in which it is held: who is there, old promises, obstacles by what a
 * week of waiting costs, photos, signatures, the end. */
export function meetingPage(meeting, all) {
  const items = all.filter((row) => row.subject === meeting.id);
  const mine = (kind) => items.filter((row) => row.kind === kind);
  const people = [
    ...meeting.present,
    ...mine("presence").map((row) => ({ key: row.key, name: row.body?.name ?? row.label })),
  ];
  const signed = new Set(mine("signature").map((row) => row.parent || (row.body?.name ?? row.label)));
  const isSigned = (person) => person.signed || signed.has(person.key) || signed.has(person.name);
  const agenda = meeting.items.map((item) => agendaPart(meeting, item, mine));
  const old = meeting.items.filter((item) => item.is_old_promise).length;
  return [
    h("p", {}, h("a", { href: "#", id: "back" }, say("back"))),
    h("h1", { tabindex: -1 }, meeting.title),
    h("p", { class: "lead" }, meeting.trigger),
    map(meeting.map),
    authorities(meeting),
    details(
      `people-${meeting.id}`,
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
      "div",
      { class: "row media" },
      photoButton(meeting.id, meeting.id, meeting.title, mine("photo").length),
      voiceRow(meeting.id, meeting.id, meeting.title, mine("voice").length),
    ),
    details(
      `signatures-${meeting.id}`,
      say("sign"),
      people.length > 0 && people.every(isSigned),
      people.filter((person) => !isSigned(person)).map((person) => signatureForm(meeting, person)),
    ),
    closing(meeting, items),
  ];
}

function closing(meeting, items) {
  if (items.some((row) => row.kind === "close")) return h("p", { class: "note ok" }, say("close_note"));
  const last = items.at(-1);
  const close = () => desk.add({ kind: "close", subject: meeting.id, parent: last?.key ?? "", body: { title: meeting.title } });
  return h(
    "p",
    {},
    h("button", { class: "btn btn-primary", id: `close-${meeting.id}`, onclick: close }, say("close")),
    h("small", { class: "muted" }, ` ${say("close_note")}`),
  );
}

/** What to know on the way to a stop: why, where, what holds it, what was promised. */
export function briefPage(stop, all) {
  const said = new Set(all.filter((row) => row.kind === "proof").map((row) => row.subject));
  return [
    h("p", {}, h("a", { href: "#", id: "back" }, say("back"))),
    h("h1", { tabindex: -1 }, stop.project),
    h("p", { class: "lead" }, `${local(stop.begins)} · ${stop.delegation}`),
    stop.why && h("p", {}, stop.why),
    map(stop.map),
    h("h2", {}, say("items")),
    h(
      "ul",
      { class: "lines" },
      stop.obstacles.map((one) =>
        h(
          "li",
          {},
          h("div", {}, `${one.code} · ${one.title}`, h("small", {}, `${one.owner}، ${one.owner_name}`), h("small", {}, say("removed_when", { when: one.removed_when }))),
          one.week ? h("div", { class: "end" }, say("week_cost", { sum: one.week })) : null,
        ),
      ),
    ),
    h("h2", {}, say("old_promises")),
    stop.promises.length
      ? stop.promises.map((one) => (one.mine ? promiseForm(one, said.has(one.id)) : h("p", {}, one.text, h("small", { class: "muted" }, ` ${say("promise_due", { day: one.due })}`))))
      : h("p", { class: "muted" }, say("promises_none")),
    h(
      "div",
      { class: "row media" },
      photoButton(stop.project_id, stop.project_id, stop.project, all.filter((row) => row.kind === "photo" && row.subject === stop.project_id).length),
      voiceRow(stop.project_id, stop.project_id, stop.project),
    ),
  ];
}
