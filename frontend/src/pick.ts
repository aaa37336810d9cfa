/* Where the problem is, picked on a small map. Without it the street's name and the button do. */

import type { StyleSpecification } from "maplibre-gl";
import { canDraw, maplibre, readTiles } from "./map/engine";
import { make, one } from "./map/page";
import type { Street } from "./map/streets";
import { nearest, streetsOf } from "./map/streets";
import { emptyData, styled } from "./map/style";
import { say, told } from "./map/words";
import type { Box, Corner } from "./map/works";

interface Told {
  ground: string;
  bounds: Box;
  style: string;
  tiles: string;
}

const REACH_M = 60;
const CLOSE = 16;

function start(): void {
  const frame = document.getElementById("picking");
  if (!frame || !canDraw()) return;
  const about = told<Told>("map-told");
  const spot = one<HTMLInputElement>("id_spot");
  const street = one<HTMLInputElement>("id_street");
  const said = one("pick-told");
  frame.hidden = false;
  const open = make("button", { cls: "btn btn-outline-primary", text: say("place_on_map") });
  open.type = "button";
  open.addEventListener("click", () => {
    open.hidden = true;
    one("pick-box").hidden = false;
    void show(about, spot, street, said);
  });
  frame.prepend(open);
  if (spot.value) open.click();
}

async function base(about: Told): Promise<StyleSpecification | undefined> {
  await readTiles(about.tiles);
  return about.style ? ((await (await fetch(about.style)).json()) as StyleSpecification) : undefined;
}

function placed(value: string): Corner | undefined {
  const parts = value.split(",").map(Number);
  return parts.length === 2 && parts.every(Number.isFinite) ? [parts[0]!, parts[1]!] : undefined;
}

async function show(about: Told, spot: HTMLInputElement, street: HTMLInputElement, said: HTMLElement): Promise<void> {
  const font = one("picking").dataset["font"]!;
  const map = new maplibre.Map({
    container: "pick-map",
    style: styled({ ...about, font }, emptyData(), await base(about)),
    bounds: about.bounds,
    fitBoundsOptions: { padding: 8 },
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    cooperativeGestures: false,
    locale: { "Map.Title": say("place_on_map") },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  const pin = make("span", { kids: [make("i", { cls: "pick-pin" })] });
  pin.setAttribute("aria-hidden", "true");
  const marker = new maplibre.Marker({ element: pin, anchor: "bottom" });
  const ways: Promise<Street[]> = streetsOf(about.ground);
  const put = async (at: Corner, close: boolean) => {
    marker.setLngLat(at).addTo(map);
    if (close) map.jumpTo({ center: at, zoom: Math.max(map.getZoom(), CLOSE) });
    spot.value = `${at[0].toFixed(6)},${at[1].toFixed(6)}`;
    const found = nearest(await ways, at, REACH_M);
    if (found) street.value = found.street.name;
    said.textContent = found ? found.street.name : say("place_taken");
  };
  map.on("click", (event) => void put([event.lngLat.lng, event.lngLat.lat], false));
  const middle = one<HTMLButtonElement>("pick-middle");
  middle.hidden = false;
  middle.addEventListener("click", () => {
    const centre = map.getCenter();
    void put([centre.lng, centre.lat], false);
  });
  spot.addEventListener("change", () => {
    const at = placed(spot.value);
    if (at) void put(at, true);
  });
  const known = placed(spot.value);
  if (known) void put(known, true);
  map.once("idle", () => document.documentElement.classList.add("live"));
}

start();
