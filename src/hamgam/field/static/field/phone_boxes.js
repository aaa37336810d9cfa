// What lies on the phone and how far each item is: here, sending, received.
import { exported, receipts, sending, waiting } from "./outbox.js";
import { desk, h, say } from "./phone_parts.js";

const SHOWN = 40;
const STATES = { parallel: "parallel", refused: "refused", held: "held" };

/** All that was recorded here, sent or not, in the order in which it was recorded. */
export async function inOrder() {
  const rows = [...(await receipts()), ...(await waiting())];
  return rows.sort((a, b) => (a.taken_at < b.taken_at ? -1 : 1));
}

function stateOf(row) {
  if (row.receipt) return ["received", "●", say(STATES[row.state] ?? "arrived")];
  if (row.key === sending) return ["sending", "↑", say("on_way")];
  if (row.fault) return ["not-taken", "✕", say("not_taken")];
  return ["here", "○", say("here")];
}

function rowOf(row) {
  const [state, mark, told] = stateOf(row);
  const what = row.body ? (row.body.name ?? row.body.title ?? row.body.number ?? "") : row.label;
  return h(
    "li",
    { "data-key": row.key, "data-kind": row.kind, "data-state": row.receipt ? row.state : state },
    h(
      "div",
      {},
      h("span", { class: "mark", "aria-hidden": "true" }, mark),
      ` ${say(`kind_${row.kind}`, { what })}`,
      h("small", {}, told),
    ),
    h("div", { class: "end" }, row.receipt ? h("small", {}, say("receipt", { code: row.receipt.slice(0, 6) })) : ""),
  );
}

/** The list of items, and what can be done with all of them. */
export async function outbox({ send, refresh }) {
  const rows = (await inOrder()).slice(-SHOWN).reverse();
  const button = (id, label, onclick) => h("button", { class: "btn btn-outline-primary", id, onclick }, say(label));
  return h(
    "section",
    { class: "sheet outbox" },
    h("h2", {}, say("outbox")),
    rows.length ? h("ul", { class: "lines" }, rows.map(rowOf)) : h("p", { class: "muted" }, say("outbox_empty")),
    h(
      "div",
      { class: "row" },
      button("send-now", "send_now", () => send({ all: true })),
      button("export", "export", save),
      button("refresh", "refresh", refresh),
    ),
    h("output", { class: "small", id: "export-told" }),
  );
}

async function save() {
  const file = await exported(desk.packet?.me.id ?? "");
  const link = h("a", { href: URL.createObjectURL(file), download: `hamgam-${new Date().toISOString().slice(0, 16).replace(":", "")}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  document.querySelector("#export-told").textContent = say("export_kept");
}

/** One line at the top: the network, and how much waits. */
export async function banner(isSignedOut) {
  const count = (await waiting()).length;
  if (isSignedOut) return h("p", { class: "net bad", role: "status" }, say("not_signed_in"));
  const first = navigator.onLine ? say("online") : say("offline");
  const rest = count ? say("saved_here", { count }) : say("nothing_lost");
  return h("p", { class: `net${navigator.onLine ? "" : " off"}`, role: "status" }, h("b", {}, first), ` ${rest}`);
}
