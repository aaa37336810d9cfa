// Photos, spoken notes and the phone's place, all small enough to travel.
import { forget, keep, keptUnder } from "./outbox.js";
import { desk, h, local, say } from "./phone_parts.js";

const WIDEST_PX = 1600;
const LARGEST_PHOTO = 900_000;
const LONGEST_S = 60;
const CHUNK_MS = 2000;
const VOICE_BITS = 24_000;
const LARGEST_VOICE = 600_000;
const VOICES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

let place = null;

/** Ask where the phone is; `tell` hears how well it is known. */
export function locate(output, tell) {
  output.textContent = "…";
  if (!navigator.geolocation) {
    output.textContent = say("not_located");
    return;
  }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      place = [coords.longitude, coords.latitude, Math.round(coords.accuracy)];
      tell(place);
      output.textContent = say("located", { count: place[2] });
    },
    () => (output.textContent = say("not_located")),
    { enableHighAccuracy: true, timeout: 20000 },
  );
}

/** A button that asks for the place, with what it answered. */
export function placeRow(form, tell) {
  const where = h("output", { class: "small", "aria-live": "polite" });
  return h(
    "div",
    { class: "row" },
    h(
      "button",
      { type: "button", class: "btn btn-outline-primary", id: `${form}-locate`, onclick: () => locate(where, tell) },
      say("locate"),
    ),
    where,
  );
}

/** A photo as base64 JPEG, at most 1,600 pixels wide and so coarse that it fits. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, WIDEST_PX / Math.max(picture.width, picture.height));
  const canvas = h("canvas", {
    width: Math.round(picture.width * scale),
    height: Math.round(picture.height * scale),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  let content = "";
  for (const quality of [0.8, 0.6, 0.4, 0.2]) {
    content = canvas.toDataURL("image/jpeg", quality).split(",")[1];
    if (content.length < LARGEST_PHOTO) break;
  }
  return content;
}

/** A button that takes photos of a subject and puts each into the outbox. */
export function photoButton(key, subject, title, count) {
  async function take(input) {
    for (const file of [...input.files]) {
      const body = { title, content: await shrunk(file), ...(place ? { position: place } : {}) };
      await desk.add({ kind: "photo", subject, body });
    }
  }
  return h(
    "label",
    { class: "btn btn-outline-primary shot" },
    say("photo"),
    count ? ` (${local(count)})` : "",
    h("input", {
      type: "file",
      accept: "image/*",
      capture: "environment",
      class: "sr",
      id: `${key}-photo`,
      onchange: (event) => take(event.target),
    }),
  );
}

const toBase64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });

async function saveVoice(subject, title, { chunks, type }) {
  const content = await toBase64(new Blob(chunks, { type }));
  if (!content) return;
  const told = { kind: "voice", subject, body: { title, media_type: type.split(";")[0], content } };
  await desk.add(told, [`voice:${subject}`]);
}

let recording = null;

/** Record until it is stopped, a minute has passed or it has grown too large. What was recorded is
 * kept every two seconds, so that a phone that dies loses no more. */
async function record(subject, title, button, output) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    output.textContent = say("voice_none");
    return;
  }
  const type = VOICES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: VOICE_BITS, mimeType: type });
  const told = { chunks: [], type: type ?? recorder.mimeType, title };
  let size = 0;
  recorder.ondataavailable = async ({ data }) => {
    told.chunks.push(data);
    size += data.size;
    const seconds = Math.round((told.chunks.length * CHUNK_MS) / 1000);
    output.textContent = say("voice_seconds", { count: seconds, most: LONGEST_S });
    if (recorder.state === "recording") {
      await keep(`voice:${subject}`, told);
      if (seconds >= LONGEST_S || size * 1.4 > LARGEST_VOICE) recorder.stop();
    }
  };
  recorder.onstop = async () => {
    recording = null;
    for (const track of stream.getTracks()) track.stop();
    await saveVoice(subject, title, told);
  };
  recording = recorder;
  recorder.start(CHUNK_MS);
  button.textContent = say("voice_stop");
}

/** A button that begins and ends a spoken note. */
export function voiceRow(key, subject, title, count) {
  const output = h("output", { class: "small", "aria-live": "polite" });
  const begin = count ? `${say("voice_start")} (${local(count)})` : say("voice_start");
  const label = recording ? say("voice_stop") : begin;
  const button = h(
    "button",
    {
      type: "button",
      class: "btn btn-outline-primary",
      id: `${key}-voice`,
      onclick: () => (recording ? recording.stop() : record(subject, title, button, output)),
    },
    label,
  );
  return h("div", { class: "row" }, button, output);
}

/** Spoken notes that were cut off with the phone: save them, or let them go. */
export async function cutOff() {
  const found = recording ? [] : await keptUnder("voice:");
  return found.map(([subject, told]) =>
    h(
      "p",
      { class: "note slip" },
      say("voice_left", { what: told.title }),
      " ",
      h("button", { class: "btn btn-primary", onclick: () => saveVoice(subject, told.title, told) }, say("voice_save")),
      " ",
      h(
        "button",
        {
          class: "btn btn-outline-primary",
          onclick: async (event) => {
            await forget(`voice:${subject}`);
            event.target.closest("p").remove();
          },
        },
        say("clear"),
      ),
    ),
  );
}

export const isRecording = () => recording !== null;
