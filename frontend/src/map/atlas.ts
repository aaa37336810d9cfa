/* The live map: what is asked decides what is painted, listed and counted. */

import type { StyleSpecification } from "maplibre-gl";
import { Asked } from "./asked";
import { Card } from "./card";
import { maplibre } from "./engine";
import { lanes } from "./lanes";
import type { Kinds } from "./list";
import { kindsOf, List, MOST_LISTED } from "./list";
import { addPictures } from "./marks";
import { make, one } from "./page";
import { Slider } from "./slider";
import { foundFeatures } from "./painted";
import type { Data, Ground, Source } from "./style";
import { emptyData, styled } from "./style";
import { local, rtl, say } from "./words";
import type { Box, Found, Register, Shape, Work } from "./works";
import { geometry, gravest, GRAVITY, meets, spot } from "./works";

interface Ranked {
  work: Work;
  worst: Found | undefined;
  rank: number;
}

export interface Told extends Ground {
  works: string;
  foresee: string;
  record: string;
  work: string;
  edit: string;
  overlap: string;
  bounds: Box;
}

const PINS: Record<string, string> = { bad: "pin-bad", agree: "pin-agree", cal: "pin-cal" };
const NEAR_PX = 7;
const STILL_MS = 120;
const LOADING_RATIO = 0.25; // under the still drawing nobody sees how each tile that comes is painted
const MOST_FAR = 150; // so many marks of overlaps a whole city's view has room for
const SEVERITIES = ["high", "medium", "low"];

function weight(found: Found): number {
  return GRAVITY.indexOf(found.kind) * SEVERITIES.length + SEVERITIES.indexOf(found.severity);
}

export class Atlas {
  readonly map: maplibre.Map;
  readonly kinds: Kinds = kindsOf();
  private asked: Asked;
  private slider: Slider;
  private list: List;
  private card: Card;
  private data: Data = emptyData();
  private foreign: StyleSpecification | undefined;
  private shown: Work[] = [];
  private waiting = 0;
  private drawing = false;
  beside: () => void = () => undefined; // what else is shown for the same days
  private styleIn: Promise<void>;
  private asks = new URLSearchParams(location.search); // before the address is written anew

  constructor(
    readonly told: Told,
    readonly register: Register,
  ) {
    this.asked = new Asked(register);
    this.slider = new Slider(register, this.asked, () => this.soon());
    const way = (address: string) => (id: string) => address.replace("ID", encodeURIComponent(id));
    this.list = new List(register, this.kinds, way(told.work), (id, from) => this.chooseWork(register.by(id)!, from));
    this.card = new Card(register, this.kinds, { work: way(told.work), overlap: way(told.overlap) }, {
      work: (work) => this.chooseWork(work, undefined, true),
      found: (found) => this.chooseFound(found),
      edit: one("draw") ? (work) => void this.draw(work) : undefined,
      closed: () => this.choose("", ""),
    });
    one("canvas").hidden = false;
    this.sift(); // the map begins with its works: painting an empty one first costs as much again
    if (!this.asked.view) this.data.pins = this.pins(this.ranked(told.bounds).slice(0, MOST_LISTED));
    this.map = new maplibre.Map({
      container: "canvas",
      style: styled(told, this.data, undefined),
      bounds: told.bounds,
      fitBoundsOptions: { padding: this.padding() },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      pixelRatio: LOADING_RATIO,
      validateStyle: false,
      renderWorldCopies: false,
      maxZoom: 19,
      locale: { "Map.Title": say("map_said") },
    });
    this.styleIn = new Promise(
      (ready) =>
        void this.map.once("style.load", () => {
          addPictures(this.map);
          ready();
        }),
    );
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    const view = this.asked.view;
    if (view) this.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
  }

  private padding() {
    const wide = innerWidth > 960;
    return { top: 24, bottom: wide ? 150 : 110, left: 24, right: 24 };
  }

  /* What is chosen lies beside its card, not under it. */
  private besideCard() {
    const around = { ...this.padding(), top: 90 };
    const canvas = one("canvas").getBoundingClientRect();
    const card = one("card").getBoundingClientRect();
    if (!card.width) return around;
    if (innerWidth <= 960) return { ...around, top: 40, bottom: Math.min(canvas.bottom - card.top + 16, canvas.height - 120) };
    return rtl ? { ...around, left: card.width + 40 } : { ...around, right: card.width + 40 };
  }

  async open(): Promise<void> {
    if (this.told.style) {
      this.foreign = (await (await fetch(this.told.style)).json()) as StyleSpecification;
      this.map.setStyle(styled(this.told, this.data, this.foreign));
      this.map.once("style.load", () => addPictures(this.map));
    }
    this.listen();
    await this.styleIn;
    this.look();
    this.fitLinked();
    this.map.once("idle", () => {
      this.map.setPixelRatio(devicePixelRatio);
      this.map.once("idle", () => {
        one("still").hidden = true;
        document.documentElement.classList.add("live");
        void this.startAsked();
      });
    });
  }

  private async startAsked(): Promise<void> {
    const edit = this.register.by(this.asks.get("edit") ?? "");
    if (edit) await this.draw(edit);
    else if (this.asks.has("draw") && one("draw")) await this.draw();
  }

  /* A link to a work or an overlap without a view goes there. */
  private fitLinked(): void {
    const found = this.register.found.find((one) => one.id === this.asked.found);
    const work = this.register.by(this.asked.chosen);
    if (found) this.chooseFound(found, undefined, !this.asks.has("view"));
    else if (work) this.chooseWork(work, undefined, !this.asks.has("view"));
  }

  private listen(): void {
    const { map } = this;
    map.on("moveend", () => this.look());
    map.on("click", (event) => this.clicked(event));
    map.on("mousemove", (event) => {
      if (!this.drawing) map.getCanvas().style.cursor = this.under(event.point) ? "pointer" : "";
    });
    one("in").addEventListener("click", () => map.zoomIn());
    one("out").addEventListener("click", () => map.zoomOut());
    one("whole").addEventListener("click", () => map.fitBounds(this.told.bounds, { padding: this.padding() }));
    one("zoom").hidden = false;
    one("tools").hidden = !one("draw");
    one("draw")?.addEventListener("click", () => void this.draw());
    one("sift").addEventListener("submit", (event) => event.preventDefault());
    one("clear").addEventListener("click", (event) => {
      event.preventDefault();
      this.asked.clear();
      this.slider.show();
      this.refresh();
    });
    const agency = one<HTMLSelectElement>("agency");
    agency.addEventListener("change", () => this.asked.onlyAgency(agency.value));
    for (const name of ["agency", "activity", "stage", "zone"]) one(name).addEventListener("change", () => this.refresh());
    one("find").addEventListener("input", () => this.soon());
    one("find").addEventListener("change", () => this.goTo());
    one("find").addEventListener("focus", () => this.suggest(), { once: true });
    for (const box of document.querySelectorAll<HTMLInputElement>("input[data-agency], input[data-kind]")) {
      box.addEventListener("change", () => {
        this.asked.showAgency();
        this.refresh();
      });
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  private repaint(): void {
    this.map.setStyle(styled(this.told, this.data, this.foreign), { diff: false });
    this.map.once("style.load", () => addPictures(this.map));
  }

  private suggest(): void {
    const names = [...new Set(this.register.sent.streets)].filter(Boolean).sort();
    one("streets-known").replaceChildren(
      ...names.map((name) => {
        const option = make("option");
        option.value = name;
        return option;
      }),
    );
  }

  /* After a street was named: the view goes to its works. */
  private goTo(): void {
    if (!one<HTMLInputElement>("find").value.trim()) return;
    this.refresh();
    const boxes = this.shown.filter((work) => this.asked.lies(work)).map((work) => work.shape.box);
    if (boxes.length) this.fit(boxes);
  }

  private fit(boxes: Box[]): void {
    const all: Box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [w, s, e, n] of boxes) {
      all[0] = Math.min(all[0], w);
      all[1] = Math.min(all[1], s);
      all[2] = Math.max(all[2], e);
      all[3] = Math.max(all[3], n);
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(all, { padding: this.besideCard(), maxZoom: 16.5, duration: still ? 0 : 400 });
  }

  private soon(): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.refresh(), STILL_MS);
  }

  /* Everything anew, after what is asked changed. */
  refresh(): void {
    this.sift();
    for (const name of ["shadows", "works", "found"] as const) this.put(name);
    this.look();
    this.beside();
  }

  /* The days shown, by their numbers. */
  span(): [number, number] {
    return [this.asked.first, this.asked.last];
  }

  private sift(): void {
    const sieve = this.asked.sieve();
    const sifted = this.register.works.filter(sieve);
    this.slider.columns(sifted);
    this.shown = sifted.filter((work) => this.asked.lies(work));
    const lane = lanes(this.shown);
    this.data.works = {
      type: "FeatureCollection",
      features: this.shown.map((work) => ({
        type: "Feature",
        geometry: geometry(work.shape),
        properties: { n: work.n, slot: work.agency.slot, lane: lane.get(work.n) ?? 0, dimension: work.shape.dimension },
      })),
    };
    this.data.found = this.foundShown();
    this.data.shadows = {
      type: "FeatureCollection",
      features: this.register.shadows
        .filter((one) => one.begins <= this.asked.last && one.ends >= this.asked.first)
        .map((one) => ({ type: "Feature", geometry: geometry(one.shape), properties: {} })),
    };
  }

  private foundShown(): GeoJSON.FeatureCollection {
    const on = new Set(this.shown);
    const kinds = new Set(this.asked.kinds());
    const shown = this.register.found.filter((one) => kinds.has(one.kind) && on.has(one.a) && (!one.b || on.has(one.b)));
    const gravest = new Set([...shown].sort((a, b) => weight(a) - weight(b) || a.n - b.n).slice(0, MOST_FAR));
    const features = shown.flatMap((one) => this.foundFeatures(one.places, one.kind, one.severity, one.n, gravest.has(one) ? 1 : 2));
    return { type: "FeatureCollection", features };
  }

  foundFeatures(places: Shape[], kind: string, severity: string, n: number, rank: 1 | 2 = 1): GeoJSON.Feature[] {
    const { tone, shape } = this.kinds.get(kind) ?? { tone: "idle", shape: "k-gap" };
    return foundFeatures(places, tone, shape, severity, n, GRAVITY.indexOf(kind), rank);
  }

  put(name: Source, data?: GeoJSON.FeatureCollection): void {
    if (data) this.data[name] = data;
    this.map.getSource<maplibre.GeoJSONSource>(name)?.setData(this.data[name]);
  }

  private box(): Box {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /* The works within a box, those with the gravest overlaps first. */
  private ranked(box: Box): Ranked[] {
    const kinds = new Set(this.asked.kinds());
    const told = this.shown
      .filter((work) => meets(work.shape.box, box))
      .map((work) => {
        const worst = gravest(work, kinds);
        return { work, worst, rank: worst ? GRAVITY.indexOf(worst.kind) : GRAVITY.length };
      });
    return told.sort((a, b) => a.rank - b.rank || a.work.begins - b.work.begins || a.work.n - b.work.n);
  }

  private pins(listed: Ranked[]): GeoJSON.FeatureCollection {
    return {
      type: "FeatureCollection",
      features: listed.map(({ work, worst }, at) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: spot(work.shape) },
        properties: { n: work.n, number: local(at + 1), order: at, shape: PINS[this.kinds.get(worst?.kind ?? "")?.tone ?? ""] ?? "pin-ink" },
      })),
    };
  }

  /* The list and the pins, after the view moved. */
  private look(): void {
    const box = this.box();
    const kinds = new Set(this.asked.kinds());
    const on = new Set(this.shown);
    const ranked = this.ranked(box);
    let found = 0;
    for (const one of this.register.found) {
      if (kinds.has(one.kind) && on.has(one.a) && (!one.b || on.has(one.b)) && meets(one.a.shape.box, box)) found++;
    }
    const listed = ranked.slice(0, MOST_LISTED);
    this.list.show(listed, ranked.length, this.shown.length, found, this.asked.chosen);
    const pins = this.pins(listed);
    if (JSON.stringify(pins) !== JSON.stringify(this.data.pins)) this.put("pins", pins); // each put paints anew
    const centre = this.map.getCenter();
    this.asked.view = { zoom: this.map.getZoom(), lat: centre.lat, lon: centre.lng };
    this.asked.write();
  }

  private under(point: maplibre.Point): { work?: Work; found?: Found } | undefined {
    const corners: [maplibre.PointLike, maplibre.PointLike] = [
      [point.x - NEAR_PX, point.y - NEAR_PX],
      [point.x + NEAR_PX, point.y + NEAR_PX],
    ];
    const layers = ["pin", "found-mark", "found-mark-more", "foreseen-mark", "spot", "work", "work-far", "area", "found-area"].filter((id) => this.map.getLayer(id));
    const hits = this.map.queryRenderedFeatures(corners, { layers });
    for (const layer of layers) {
      const hit = hits.find((one) => one.layer.id === layer);
      if (!hit) continue;
      const n = hit.properties["n"] as number;
      if (layer.startsWith("found")) return { found: this.register.found[n]! };
      if (!layer.startsWith("foreseen")) return { work: this.register.works[n]! };
    }
    return undefined;
  }

  private clicked(event: maplibre.MapMouseEvent): void {
    if (this.drawing) return;
    const hit = this.under(event.point);
    if (hit?.found) this.chooseFound(hit.found);
    else if (hit?.work) this.chooseWork(hit.work);
    else {
      this.card.hide();
      this.choose("", "");
    }
  }

  private choose(work: string, found: string, works: Work[] = []): void {
    this.asked.chosen = work;
    this.asked.found = found;
    const lane = new Map(this.data.works.features.map((one) => [one.properties!["n"] as number, one.properties!["lane"] as number]));
    this.put("chosen", {
      type: "FeatureCollection",
      features: works.map((one) => ({
        type: "Feature",
        geometry: geometry(one.shape),
        properties: { n: one.n, lane: lane.get(one.n) ?? 0, dimension: one.shape.dimension },
      })),
    });
    this.list.choose(work);
    this.asked.write();
  }

  chooseWork(work: Work, from?: HTMLElement, move = Boolean(from)): void {
    this.choose(work.id, "", [work]);
    this.card.work(work, from);
    if (move) this.fit([work.shape.box]);
  }

  chooseFound(found: Found, from?: HTMLElement, move = false): void {
    const sides = [found.a, found.b].filter((work): work is Work => work !== undefined);
    this.choose(found.a.id, found.id, sides);
    this.card.found(found, from);
    if (move) this.fit(sides.map((work) => work.shape.box));
  }

  /* Drawing is loaded when somebody draws. */
  async draw(work?: Work): Promise<void> {
    const { Drawing } = await import("./drawing");
    this.card.hide();
    this.drawing = true;
    new Drawing(this, work, () => {
      this.drawing = false;
      this.put("foreseen", emptyData().foreseen);
      one("draw").focus();
    });
  }
}
