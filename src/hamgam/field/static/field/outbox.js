// What the phone keeps: the day's packet and the outbox, in IndexedDB.
//
// An item is written durably (`strict`) before anybody is told that it is saved. It leaves the
// outbox only after the server's receipt has been stored and fits the item's own hash; the receipt
// stays. Nothing here deletes an item that has no receipt. Half-filled forms are kept too, as drafts;
// a draft goes in the very transaction that stores the item made of it.
const NAME = "hamgam-field";
const STRICT = { durability: "strict" };

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      base.createObjectStore("outbox", { keyPath: "key" }).createIndex("at", "taken_at");
      base.createObjectStore("receipts", { keyPath: "key" });
      base.createObjectStore("kept");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let base;
async function store() {
  base ??= await opened();
  return base;
}

async function inside(names, mode, work) {
  const found = await store();
  return new Promise((resolve, reject) => {
    const turn = found.transaction(names, mode, STRICT);
    let value;
    const asked = work(turn);
    if (asked) asked.onsuccess = () => (value = asked.result);
    turn.oncomplete = () => resolve(value);
    turn.onerror = () => reject(turn.error);
    turn.onabort = () => reject(turn.error ?? new DOMException("aborted", "AbortError"));
  });
}

export const keep = (name, value) =>
  inside(["kept"], "readwrite", (turn) => void turn.objectStore("kept").put(value, name));
export const kept = (name) =>
  inside(["kept"], "readonly", (turn) => turn.objectStore("kept").get(name));
export const forget = (name) =>
  inside(["kept"], "readwrite", (turn) => void turn.objectStore("kept").delete(name));

/** All that is kept under names that begin so: pairs of the rest of the name and the value. */
export async function keptUnder(start) {
  const range = IDBKeyRange.bound(start, `${start}\uffff`);
  const names = await inside(["kept"], "readonly", (turn) =>
    turn.objectStore("kept").getAllKeys(range),
  );
  const values = await inside(["kept"], "readonly", (turn) =>
    turn.objectStore("kept").getAll(range),
  );
  return names.map((name, at) => [name.slice(start.length), values[at]]);
}

/** The text both sides hash: keys in order, no spaces (RFC 8785 for what the phone sends). */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value);
}

async function sha256(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const hashOf = (item) =>
  sha256(
    canonical({
      key: item.key,
      kind: item.kind,
      subject: item.subject,
      parent: item.parent,
      base: item.base_version,
      body: item.body,
    }),
  );

export function newKey() {
  return crypto.randomUUID().replaceAll("-", "");
}

export async function deviceKey() {
  let found = await kept("device");
  if (!found) {
    found = newKey();
    await keep("device", found);
  }
  return found;
}

/** Put an item into the outbox; resolves only when it lies on the disk. `drafts` are names of what
 * was kept of its form: they go in the same transaction, so that there is never both or neither. */
export async function put(told, drafts = []) {
  const item = {
    parent: "",
    base_version: null,
    ...told,
    key: told.key ?? newKey(),
    device: await deviceKey(),
    taken_at: new Date().toISOString(),
  };
  await inside(["outbox", "kept"], "readwrite", (turn) => {
    turn.objectStore("outbox").add(item);
    for (const name of drafts) turn.objectStore("kept").delete(name);
  });
  return item;
}

export const waiting = () =>
  inside(["outbox"], "readonly", (turn) => turn.objectStore("outbox").index("at").getAll());
export const receipts = () =>
  inside(["receipts"], "readonly", (turn) => turn.objectStore("receipts").getAll());

/** The receipt is stored and the item let go in one transaction: both or neither. */
async function receive(item, answer) {
  const { body, fault, ...told } = item;
  const label = body.name ?? body.title ?? body.number ?? "";
  await inside(["outbox", "receipts"], "readwrite", (turn) => {
    turn.objectStore("receipts").put({ ...told, ...answer, label });
    turn.objectStore("outbox").delete(item.key);
  });
}

function csrf() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

const WAIT = new Set([401, 403, 408, 425, 429]);

/** Send one item: "received" when its receipt is stored, "later" when the network or the server
 * could not take it now, "not_taken" when the server will never take it as it is. */
async function send(item, address) {
  const { label, fault, ...told } = item;
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": csrf(),
      "Idempotency-Key": item.key,
    },
    body: JSON.stringify(told),
  });
  if (answer.status === 401 || answer.status === 403) throw new Error("signed-out");
  if (answer.status >= 400 && answer.status < 500 && !WAIT.has(answer.status)) {
    await inside(["outbox"], "readwrite", (turn) => {
      turn.objectStore("outbox").put({ ...item, fault: answer.status });
    });
    return "not_taken";
  }
  if (!answer.ok) return "later";
  const receipt = await answer.json();
  if (receipt.receipt !== (await hashOf(item))) return "later";
  await receive(item, receipt);
  return "received";
}

let isSending = false;
export let sending = "";

/** Send what waits, oldest first. Ends at the first that does not get through; what the server will
 * not take as it is stays here, and does not stand in the way of the rest. */
export async function sync(address, tell, { all = false } = {}) {
  if (isSending) return;
  isSending = true;
  try {
    for (const item of await waiting()) {
      if (item.fault && !all) continue;
      sending = item.key;
      await tell();
      if ((await send(item, address)) === "later") break;
    }
  } finally {
    sending = "";
    isSending = false;
    await tell();
  }
}

/** Everything that has no receipt yet, as a file that the office can take. Nothing is removed. */
export async function exported(person) {
  const items = await waiting();
  const told = { made: new Date().toISOString(), person, device: await deviceKey(), items };
  return new Blob([JSON.stringify(told, null, 1)], { type: "application/json" });
}
