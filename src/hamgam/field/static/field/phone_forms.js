// What is reported beside meetings: the day's progress, promises kept, what a patrol saw.
import { choice, desk, details, doing, drafted, field, h, line, local, prose, say } from "./phone_parts.js";
import { photoButton, placeRow, shrunk, voiceRow } from "./phone_media.js";

/** Submit a form of the phone: its item into the outbox, its draft gone with it. */
export function submitting(id, make) {
  return async (event) => {
    event.preventDefault();
    const told = await make(event.target.elements, event.target);
    if (told) await desk.add(told, [`draft:${id}`]);
  };
}

function progressForm() {
  const id = "progress";
  const rows = desk.packet.projects;
  const percent = line("", { type: "number", inputmode: "numeric", min: 0, max: 100, step: 0.1, required: true });
  const before = h("small", { class: "muted" });
  const project = choice(rows.map((row) => [row.id, row.title]), "", { required: true });
  project.addEventListener("input", () => {
    const known = rows.find((row) => row.id === project.value);
    before.textContent = known?.percent == null ? "" : say("progress_before", { count: known.percent });
  });
  const form = h(
    "form",
    {
      class: "frm",
      onsubmit: submitting(id, (told) => ({
        kind: "progress",
        subject: told.project.value,
        body: {
          on: desk.packet.day,
          physical_permille: Math.round(Number(told.percent.value) * 10),
          title: rows.find((row) => row.id === told.project.value)?.title ?? "",
        },
      })),
    },
    field(id, "project", project),
    field(id, "percent", percent, "progress"),
    before,
    doing(id, "progress_save"),
  );
  const made = drafted(form, id);
  const extra = h("div", { class: "row" });
  const draw = () => {
    const known = rows.find((row) => row.id === project.value);
    extra.replaceChildren(
      ...(known ? [photoButton(id, known.id, known.title), voiceRow(id, known.id, known.title)] : []),
    );
  };
  project.addEventListener("input", draw);
  draw();
  return [made, extra];
}

/** Promises of one's own agency: three moves from the page to "done". */
export function promiseForm(promise, isSaid) {
  const id = `proof-${promise.id}`;
  const form = h(
    "form",
    {
      class: "frm",
      onsubmit: submitting(id, (told) => ({
        kind: "proof",
        subject: promise.id,
        base_version: promise.version,
        body: { on: desk.packet.day, proof: told.proof.value.trim(), title: promise.text.slice(0, 80) },
      })),
    },
    h("p", { class: "small" }, say("promise_due", { day: promise.due }), promise.asked ? ` · ${say("proof_asked", { what: promise.asked })}` : ""),
    field(id, "proof", Object.assign(line(), { required: true })),
    doing(id, "promise_kept"),
  );
  return details(id, promise.text, isSaid, drafted(form, id));
}

function patrolForm() {
  const id = "patrol";
  const seen = { position: null };
  const name = h("output", { class: "small" });
  const file = h("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "sr",
    name: "photo",
    id: `${id}-photo`,
    onchange: (event) => (name.textContent = event.target.files[0]?.name ?? ""),
  });
  const faults = h("p", { class: "bad-", role: "alert" });
  const must = h("input", { type: "checkbox", name: "must_act", id: `${id}-must_act` });
  const form = h(
    "form",
    {
      class: "frm",
      onsubmit: submitting(id, async (told, whole) => {
        const [picture] = whole.elements.photo.files;
        const text = told.words.value.trim();
        if (!picture && !text) {
          faults.textContent = say("patrol_empty");
          return null;
        }
        return {
          kind: "patrol",
          subject: "patrol",
          body: {
            words: text,
            must_act: told.must_act.checked,
            content: picture ? await shrunk(picture) : "",
            ...(seen.position ? { position: seen.position } : {}),
          },
        };
      }),
    },
    field(id, "words", prose("", 500), "patrol_words"),
    h("div", { class: "row" }, h("label", { class: "btn btn-outline-primary shot" }, say("photo"), file), name),
    placeRow(id, (found) => (seen.position = found)),
    h("div", { class: "f all" }, h("label", { class: "check" }, must, ` ${say("must_act")}`)),
    faults,
    doing(id, "patrol_save"),
  );
  return drafted(form, id);
}

/** The parts of the front page that report. */
export function reporting(items) {
  const said = new Set(items.filter((row) => row.kind === "proof").map((row) => row.subject));
  const count = (kind) => items.filter((row) => row.kind === kind).length;
  const told = (key, kind) => `${say(key)}${count(kind) ? ` (${local(count(kind))})` : ""}`;
  return [
    desk.packet.projects.length ? details("report", told("report_title", "progress"), false, progressForm()) : null,
    h("h2", {}, say("promises_title")),
    desk.packet.promises.length
      ? desk.packet.promises.map((promise) => promiseForm(promise, said.has(promise.id)))
      : h("p", { class: "muted" }, say("promises_none")),
    details("patrols", told("patrol_title", "patrol"), false, patrolForm()),
  ];
}
