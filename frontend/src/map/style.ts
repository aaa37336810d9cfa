/* How the map is painted: the page's own tokens as colours, the ground below, works and overlaps above. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { colour } from "./page";

type Expression = ExpressionSpecification;

export interface Ground {
  font: string;
  ground: string;
  style: string;
  tiles: string;
}

/* Lengths of dashes in widths of the line, as the page's swatches have them. */
const DASHES: Record<number, number[]> = {
  3: [1.7, 0.7],
  4: [0.4, 0.7],
  5: [2, 0.7, 0.4, 0.7],
  7: [2.7, 0.5],
  9: [0.7, 0.7],
  10: [0.5, 0.5],
  11: [2, 0.6, 0.4, 0.6, 0.4, 0.6],
  12: [0.2, 0.8],
};
const DOUBLE = [6, 8];
const SLOTS = Array.from({ length: 12 }, (_, at) => at + 1);
const FONT = ["Vazirmatn"];
const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

export const SOURCES = ["shadows", "works", "found", "pins", "chosen", "foreseen"] as const;
export type Source = (typeof SOURCES)[number];

function bySlot(): Expression {
  const pairs = SLOTS.flatMap((slot) => [slot, colour(`--ag-${slot}`)]);
  return ["match", ["get", "slot"], ...pairs, colour("--ag-12")] as unknown as Expression;
}

function dashes(): Expression {
  const pairs = Object.entries(DASHES).flatMap(([slot, told]) => [+slot, ["literal", told]]);
  return ["match", ["get", "slot"], ...pairs, ["literal", [1, 0]]] as unknown as Expression;
}

/* A width that grows with the view, in pixels at zooms 10, 13, 15 and 18. */
function grows(at10: number | Expression, at13: number | Expression, at15: number | Expression, at18: number | Expression): Expression {
  return ["interpolate", ["linear"], ["zoom"], 10, at10, 13, at13, 15, at15, 18, at18] as unknown as Expression;
}

const lane = (width: number): Expression => ["*", ["get", "lane"], width];
const offset = (): Expression => grows(lane(2), lane(4.5), lane(8), lane(12));
const width = (): Expression => {
  const double = (thick: number): Expression =>
    ["case", ["==", ["get", "dimension"], 2], Math.min(thick, 2), ["match", ["get", "slot"], DOUBLE, thick * 0.42, thick]] as unknown as Expression;
  return grows(double(1.8), double(3.6), double(6), double(8));
};
const gap = (): Expression => {
  const double = (wide: number): Expression =>
    ["case", ["==", ["get", "dimension"], 2], 0, ["match", ["get", "slot"], DOUBLE, wide, 0]] as unknown as Expression;
  return grows(double(0.8), double(1.4), double(2.2), double(3));
};

function byTone(): Expression {
  const tones = { bad: "--hg-bad", agree: "--hg-primary", cal: "--hg-lapis", still: "--hg-still", slip: "--hg-slip", idle: "--hg-idle" };
  const pairs = Object.entries(tones).flatMap(([tone, token]) => [tone, colour(token)]);
  return ["match", ["get", "tone"], ...pairs, colour("--hg-ink-3")] as unknown as Expression;
}

function street(id: string, token: string, extra: number): LayerSpecification {
  const wide = (least: number, perMetre: number): Expression =>
    ["+", ["max", least, ["*", ["get", "width"], perMetre]], extra] as unknown as Expression;
  return {
    id,
    type: "line",
    source: "ground",
    filter: ["==", ["get", "layer"], "street"],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: {
      "line-color": colour(token),
      "line-width": [
        "interpolate", ["exponential", 2], ["zoom"],
        10, wide(0.6, 0.05), 13, wide(2, 0.2), 15, wide(6, 0.5), 18, wide(14, 2.4),
      ] as unknown as Expression,
    },
  };
}

function names(id: string, rank: number, from: number): LayerSpecification {
  return {
    id,
    type: "symbol",
    source: "ground",
    minzoom: from,
    filter: ["all", ["==", ["get", "layer"], "street"], ["==", ["get", "rank"], rank]],
    layout: {
      "symbol-placement": "line",
      "text-field": ["get", "label"],
      "text-font": FONT,
      "text-size": rank === 0 ? 14 : 13,
      "text-max-angle": 35,
      "symbol-spacing": 320,
    },
    paint: { "text-color": colour("--hg-ink-2"), "text-halo-color": colour("--map-land"), "text-halo-width": 1.6 },
  };
}

function groundLayers(hasBase: boolean): LayerSpecification[] {
  const zone = (kind: string): Expression =>
    ["all", ["==", ["get", "layer"], "zone"], ["==", ["get", "kind"], kind]] as unknown as Expression;
  const own: LayerSpecification[] = [
    { id: "land", type: "background", paint: { "background-color": colour("--map-land") } },
    { id: "district", type: "line", source: "ground", filter: zone("district"), paint: { "line-color": colour("--map-edge"), "line-width": 1, "line-dasharray": [4, 3] } },
    street("street-edge", "--map-edge", 2),
    street("street", "--map-road", 0),
  ];
  return [
    ...(hasBase ? [] : own),
    { id: "shrine", type: "fill", source: "ground", filter: zone("shrine_core"), paint: { "fill-color": colour("--map-shrine"), "fill-opacity": 0.75 } },
    { id: "shrine-edge", type: "line", source: "ground", filter: zone("shrine_core"), paint: { "line-color": colour("--hg-primary"), "line-width": 1.2 } },
  ];
}

function labelLayers(hasBase: boolean): LayerSpecification[] {
  const area = (id: string, kind: string, size: number, token: string, least: number, most: number): LayerSpecification => ({
    id,
    type: "symbol",
    source: "ground",
    minzoom: least,
    maxzoom: most,
    filter: ["all", ["==", ["get", "layer"], "zone_name"], ["==", ["get", "kind"], kind]],
    layout: { "text-field": ["get", "label"], "text-font": FONT, "text-size": size },
    paint: { "text-color": colour(token), "text-halo-color": colour("--map-land"), "text-halo-width": 1.8 },
  });
  return [
    ...(hasBase ? [] : [names("names-2", 2, 14), names("names-1", 1, 12.4), names("names-0", 0, 11)]),
    area("district-name", "district", 13, "--hg-ink-3", 0, 13),
    area("shrine-name", "shrine_core", 15, "--hg-primary-deep", 12.5, 24),
  ];
}

const is = (dimension: number): Expression => ["==", ["get", "dimension"], dimension];

/* From here on patterns, lanes' casings and the places of overlaps are told apart; farther away they
   are less than a pixel, and cost as much as all the rest. */
const NEAR = 12.2;

function workLayers(): LayerSpecification[] {
  const line = { "line-cap": "butt" as const, "line-join": "round" as const };
  return [
    { id: "shadow", type: "line", source: "shadows", layout: line,
      paint: { "line-color": colour("--hg-ink-3"), "line-width": grows(2, 4, 9, 14), "line-opacity": 0.5, "line-dasharray": [0.35, 0.65] } },
    { id: "area", type: "fill", source: "works", filter: is(2), paint: { "fill-color": bySlot(), "fill-opacity": 0.22 } },
    { id: "case", type: "line", source: "works", filter: is(1), minzoom: 12.5, layout: line,
      paint: { "line-color": colour("--map-land"), "line-width": grows(3.4, 6, 10, 13), "line-offset": offset() } },
    { id: "work-far", type: "line", source: "works", filter: [">", ["get", "dimension"], 0], maxzoom: NEAR, layout: line,
      paint: { "line-color": bySlot(), "line-width": grows(1.6, 3.2, 6, 8) } },
    { id: "work", type: "line", source: "works", filter: [">", ["get", "dimension"], 0], minzoom: NEAR, layout: line,
      paint: { "line-color": bySlot(), "line-width": width(), "line-gap-width": gap(), "line-offset": offset(), "line-dasharray": dashes() } },
    { id: "spot", type: "circle", source: "works", filter: is(0),
      paint: { "circle-color": bySlot(), "circle-radius": grows(2, 4, 7, 9), "circle-stroke-color": colour("--map-land"), "circle-stroke-width": grows(0.5, 1.2, 2, 2) } },
  ];
}

function foundLayers(source: "found" | "foreseen"): LayerSpecification[] {
  const high: Expression = ["match", ["get", "severity"], "high", 0.3, "medium", 0.2, 0.13] as unknown as Expression;
  const mark = (id: string, rank: number, from: number): LayerSpecification => ({
    id: `${source}-${id}`, type: "symbol", source, minzoom: from, filter: ["==", ["get", "mark"], rank],
    layout: { "icon-image": ["get", "shape"], "icon-size": grows(0.55, 0.7, 0.9, 1), "icon-padding": 1, "symbol-sort-key": ["get", "order"] },
  });
  return [
    { id: `${source}-area`, type: "fill", source, minzoom: NEAR, filter: is(2), paint: { "fill-color": byTone(), "fill-opacity": high } },
    { id: `${source}-edge`, type: "line", source, minzoom: NEAR, filter: [">", ["get", "dimension"], 0],
      paint: { "line-color": byTone(), "line-width": grows(1, 1.6, 2, 3), "line-opacity": 0.9 } },
    { id: `${source}-spot`, type: "circle", source, minzoom: NEAR, filter: is(0),
      paint: { "circle-color": byTone(), "circle-opacity": 0.25, "circle-radius": grows(3, 7, 14, 20), "circle-stroke-color": byTone(), "circle-stroke-width": 1.5 } },
    mark("mark-more", 2, NEAR),
    mark("mark", 1, 0),
  ];
}

function topLayers(): LayerSpecification[] {
  const round = (wide: number): Expression => ["case", ["==", ["get", "dimension"], 2], 0, wide] as unknown as Expression;
  const line = { "line-cap": "round" as const, "line-join": "round" as const };
  return [
    { id: "chosen-edge", type: "line", source: "chosen", filter: [">", ["get", "dimension"], 0], layout: line,
      paint: { "line-color": colour("--hg-ink"), "line-gap-width": grows(round(6), round(8), round(10), round(14)), "line-width": 3, "line-offset": offset() } },
    { id: "chosen-spot", type: "circle", source: "chosen", filter: is(0),
      paint: { "circle-radius": 13, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colour("--hg-ink"), "circle-stroke-width": 3 } },
    { id: "pin", type: "symbol", source: "pins",
      layout: {
        "icon-image": ["get", "shape"], "text-field": ["get", "number"], "text-font": FONT, "text-size": 14,
        "icon-padding": 0, "symbol-sort-key": ["get", "order"], "text-padding": 0, "text-anchor": "center",
      },
      paint: { "text-color": colour("--hg-ink") } },
  ];
}

/* The city's own tiles, by the layers that Protomaps and Planetiler's profile write. */
function tileLayers(): LayerSpecification[] {
  const fill = (id: string, layer: string, token: string, filter?: Expression): LayerSpecification => ({
    id, type: "fill", source: "base", "source-layer": layer, ...(filter ? { filter } : {}), paint: { "fill-color": colour(token) },
  });
  const road = (id: string, token: string, extra: number): LayerSpecification => ({
    id, type: "line", source: "base", "source-layer": "roads", layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": colour(token), "line-width": grows(0.6 + extra, 2 + extra, 5 + extra, 14 + extra) },
  });
  return [
    { id: "land", type: "background", paint: { "background-color": colour("--map-land") } },
    fill("base-green", "landuse", "--map-green", ["match", ["get", "kind"], ["park", "forest", "garden", "grass", "cemetery"], true, false] as unknown as Expression),
    fill("base-water", "water", "--hg-lapis-tint"),
    fill("base-block", "buildings", "--map-block"),
    road("base-edge", "--map-edge", 2),
    road("base-road", "--map-road", 0),
    {
      id: "base-names", type: "symbol", source: "base", "source-layer": "roads", minzoom: 13,
      layout: { "symbol-placement": "line", "text-field": ["coalesce", ["get", `name:${document.documentElement.lang}`], ["get", "name"]], "text-font": FONT, "text-size": 13 },
      paint: { "text-color": colour("--hg-ink-2"), "text-halo-color": colour("--map-land"), "text-halo-width": 1.6 },
    },
  ];
}

export type Data = Record<Source, GeoJSON.FeatureCollection>;

export function emptyData(): Data {
  return Object.fromEntries(SOURCES.map((name) => [name, NOTHING])) as Data;
}

export function styled(told: Ground, data: Data, foreign: StyleSpecification | undefined): StyleSpecification {
  const hasBase = Boolean(foreign ?? told.tiles);
  const own = Object.fromEntries(SOURCES.map((name) => [name, { type: "geojson" as const, data: data[name], tolerance: 0.6, buffer: 32 }]));
  const base = told.tiles ? { base: { type: "vector" as const, url: `pmtiles://${new URL(told.tiles, location.href).href}` } } : {};
  const below = foreign ? foreign.layers : told.tiles ? tileLayers() : [];
  return {
    version: 8,
    ...(foreign?.glyphs ? { glyphs: foreign.glyphs } : {}),
    ...(foreign?.sprite ? { sprite: foreign.sprite } : {}),
    "font-faces": { Vazirmatn: [{ url: new URL(told.font, location.href).href }] },
    sources: { ...(foreign?.sources ?? {}), ...base, ground: { type: "geojson", data: new URL(told.ground, location.href).href, tolerance: 0.2 }, ...own },
    layers: [
      ...below,
      ...groundLayers(hasBase),
      ...workLayers(),
      ...labelLayers(hasBase),
      ...foundLayers("found"),
      ...foundLayers("foreseen"),
      ...topLayers(),
    ],
  } as StyleSpecification;
}
