/* The pen in a form: a small map whose drawing becomes the form's place. Without it the address field does. */

import { canDraw, maplibre } from "./map/engine";
import { choices, metList, pressed } from "./map/drawing";
import { Foresight, placesOf } from "./map/foresee";
import { make, one } from "./map/page";
import type { Drawn, Kind } from "./map/pen";
import { KINDS, length, Pen, written } from "./map/pen";
import { emptyData, styled } from "./map/style";
import { streetsOf } from "./map/streets";
import { say, told } from "./map/words";
import { addPictures } from "./map/marks";
import type { Box } from "./map/works";
import { foundFeatures, shapeOf } from "./map/painted";

interface Told {
  ground: string;
  bounds: Box;
  shapes?: Kind[];
  foresee?: string;
  work?: string;
  editing?: string;
  place?: string;
}

async function start(): Promise<void> {
  const frame = document.getElementById("placing");
  if (!frame || !canDraw()) return;
  const about = told<Told>("map-told");
  const line = one<HTMLInputElement>("id_line");
  const form = line.form!;
  const kinds = about.shapes ?? KINDS;
  frame.hidden = false;
  const standing = !line.value;
  const known = shapeOf(line.value || about.place || "");
  if (line.type !== "hidden") line.closest<HTMLElement>(".f")!.hidden = true;
  const map = new maplibre.Map({
    container: "place-map",
    style: styled({ ground: about.ground, font: frame.dataset["font"]!, style: "", tiles: "" }, emptyData(), undefined),
    bounds: known?.box ?? about.bounds,
    fitBoundsOptions: { padding: known ? 60 : 8, maxZoom: 16.5 },
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { "Map.Title": say("place_on_map") },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  const styleIn = new Promise<void>((ready) => void map.once("style.load", () => ready()));
  const streets = await streetsOf(about.ground);
  const said = one("place-told");
  const foresight = about.foresee
    ? new Foresight(about.foresee, (answer) => {
        if (!answer) return;
        said.replaceChildren(metList(answer, (id) => about.work!.replace("ID", encodeURIComponent(id))));
        said.dataset["count"] = String(answer.findings.length);
        const features = answer.findings.flatMap((found, n) => foundFeatures(placesOf(found), found.tone, found.shape, found.blocks ? "high" : "medium", n));
        map.getSource<maplibre.GeoJSONSource>("foreseen")?.setData({ type: "FeatureCollection", features });
      })
    : undefined;
  let drawn: Drawn | undefined;
  const ask = () => {
    if (!drawn || !foresight) return;
    const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    foresight.ask(drawn, { ...fields, ...(about.editing ? { work: about.editing } : {}) });
  };
  const changed = (now: Drawn | undefined, isDone: boolean) => {
    drawn = now;
    line.value = now ? written(now) : "";
    if (isDone) pressed("");
    if (!foresight) said.textContent = now?.type === "LineString" ? say("measure", { metres: Math.round(length(now.coordinates)) }) : "";
    ask();
  };
  await styleIn;
  addPictures(map);
  const pen = new Pen(map, streets, changed);
  const begin = (kind: Kind) => {
    pen.begin(kind);
    pressed(kind);
    one("place-hint").textContent = say(`draw_${kind}_hint`);
  };
  const middle = make("button", { text: say("draw_middle") });
  middle.type = "button";
  middle.addEventListener("click", () => pen.middle());
  one("place-tools").replaceChildren(...(kinds.length > 1 ? choices(kinds, begin) : []), middle);
  if (known && pen.mend(known)) {
    one("place-hint").textContent = say("draw_edit_hint");
    if (standing) line.value = "";
  } else begin(kinds[0]!);
  form.addEventListener("change", ask);
  map.once("idle", () => document.documentElement.classList.add("live"));
}

void start();
