// The day at the sites, on a phone, with or without a network.
import { keep, kept, put, sync } from "./outbox.js";
import { banner, inOrder, outbox } from "./phone_boxes.js";
import { reporting } from "./phone_forms.js";
import { briefPage, meetingPage } from "./phone_meeting.js";
import { cutOff, isRecording } from "./phone_media.js";
import { desk, h, loadDrafts, local, root, say, undraft } from "./phone_parts.js";

const EVERY_MS = 20000;
let at = location.hash.slice(1);
let isSignedOut = false;

desk.add = async (told, drafts = []) => {
  try {
    const item = await put(told, drafts);
    for (const name of drafts) undraft(name);
    await draw();
    send();
    return item;
  } catch {
    alert(say("no_room"));
    return null;
  }
};

function row(href, title, note, clock) {
  const name = href ? h("a", { href: `#${href}` }, title) : title;
  return h("li", {}, h("div", {}, name, h("small", {}, note)), h("div", { class: "end num" }, local(clock)));
}

/** The day's stops in their order, each as its meeting, its brief, or as met; then other meetings. */
function rows({ stops, meetings }) {
  const open = new Set(meetings.map((one) => one.id));
  const of = new Set(stops.map((stop) => stop.meeting));
  const href = (stop) => (stop.meeting ? open.has(stop.meeting) && stop.meeting : stop.id);
  const note = (stop) => (href(stop) ? stop.delegation : say("closed"));
  return [
    ...stops.map((stop) => row(href(stop), stop.project, note(stop), stop.begins)),
    ...meetings.filter((one) => !of.has(one.id)).map((one) => row(one.id, one.title, one.trigger, one.begins)),
  ];
}

function front(items) {
  const packet = desk.packet;
  return [
    h("h1", { tabindex: -1 }, say("title")),
    h("p", { class: "lead" }, packet.stops.length ? say("stops") : say("no_stops")),
    h(
      "ol",
      { class: "lines" },
      rows(packet),
    ),
    reporting(items),
    h(
      "p",
      { class: "small muted" },
      say("packet_of", { day: packet.day_told, at: new Date(packet.made).toLocaleTimeString(document.documentElement.lang) }),
    ),
  ];
}

async function page() {
  if (!desk.packet) return h("p", { class: "note slip" }, say("no_packet"));
  const items = await inOrder();
  const meeting = desk.packet.meetings.find((row) => row.id === at);
  if (meeting) return meetingPage(meeting, items);
  const stop = desk.packet.stops.find((row) => row.id === at);
  return stop ? briefPage(stop, items) : front(items);
}

let drawing = Promise.resolve();
/** Draw the page anew: what was open stays open, and the focus stays where it was. */
function draw() {
  drawing = drawing.catch(() => {}).then(async () => {
    const parts = [await banner(isSignedOut), await cutOff(), await page(), await outbox({ send, refresh })];
    const open = new Set([...root.querySelectorAll("details[open]")].map((one) => one.dataset.key));
    const focused = document.activeElement?.id;
    const top = scrollY;
    root.replaceChildren(...parts.flat(Infinity).filter(Boolean));
    for (const one of root.querySelectorAll("details")) one.open = open.has(one.dataset.key);
    scrollTo(0, top);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  });
  return drawing;
}

async function drawOutbox() {
  const old = root.querySelector(".outbox");
  if (!old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(await outbox({ send, refresh }));
  root.querySelector(".net")?.replaceWith(await banner(isSignedOut));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function send(how) {
  try {
    await sync(root.dataset.records, drawOutbox, how);
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
      desk.packet = await answer.json();
      await keep("packet", desk.packet);
    }
  } catch {
    /* without a network the packet that is here stays */
  }
  if (!isRecording()) await draw();
}

addEventListener("hashchange", async () => {
  at = location.hash.slice(1);
  await draw();
  scrollTo(0, 0);
  root.querySelector("h1")?.focus({ preventScroll: true });
});
addEventListener("online", () => send());
addEventListener("offline", drawOutbox);
addEventListener("focus", () => send());
setInterval(() => navigator.onLine && send(), EVERY_MS);

navigator.serviceWorker?.register(root.dataset.worker, { scope: root.dataset.scope });
navigator.storage?.persist?.();
desk.packet = await kept("packet");
await loadDrafts();
await draw();
if (navigator.onLine) {
  await refresh();
  await send();
}
root.dataset.ready = "yes";
