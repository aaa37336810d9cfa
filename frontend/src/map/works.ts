/* The works of the map: columns as the server sends them, as objects with a place. */

import { folded } from "./words";

type Packed = [dimension: number, ...paths: number[][]];

export interface Agency {
  key: string;
  name: string;
  slot: number;
  own: boolean;
}

export interface Season {
  from: number;
  to: number;
  ban: boolean;
  name: string;
}

interface Columns {
  id: string[];
  title: string[];
  street: number[];
  by: number[];
  begins: number[];
  ends: number[];
  activity: number[];
  stage: number[];
  urgent: number[];
  zones: number[];
  shape: Packed[];
}

interface FoundColumns {
  id: string[];
  kind: string[];
  severity: string[];
  a: number[];
  b: number[];
  text: string[];
  places: Packed[][];
}

export interface Sent {
  first: string;
  today: number;
  weeks: number;
  days: string[];
  far: Record<string, string>;
  months: { at: number; name: string }[];
  seasons: Season[];
  agencies: Agency[];
  streets: string[];
  activities: [key: string, name: string][];
  stages: [key: string, name: string][];
  zones: [key: string, name: string][];
  works: Columns;
  findings: FoundColumns;
  shadows: { street: string; begins: number; ends: number; shape: Packed }[];
}

export type Corner = [number, number];
export type Box = [west: number, south: number, east: number, north: number];

export interface Shape {
  dimension: number;
  paths: Corner[][];
  box: Box;
}

export interface Work {
  n: number;
  id: string;
  title: string;
  street: string;
  agency: Agency;
  begins: number;
  ends: number;
  activity: number;
  stage: number;
  urgent: boolean;
  zones: number;
  shape: Shape;
  text: string;
  found: Found[];
}

export interface Found {
  n: number;
  id: string;
  kind: string;
  severity: string;
  a: Work;
  b: Work | undefined;
  text: string;
  places: Shape[];
}

/* Kinds by gravity: what a list and a card put first. */
export const GRAVITY = ["collision", "protection", "chance", "notice", "blackout"];

export function unpacked([dimension, ...paths]: Packed): Shape {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const corners = paths.map((steps) => {
    const path: Corner[] = [];
    let x = 0;
    let y = 0;
    for (let at = 0; at + 1 < steps.length; at += 2) {
      x += steps[at]!;
      y += steps[at + 1]!;
      const [lon, lat] = [x / 1e6, y / 1e6];
      path.push([lon, lat]);
      if (lon < box[0]) box[0] = lon;
      if (lat < box[1]) box[1] = lat;
      if (lon > box[2]) box[2] = lon;
      if (lat > box[3]) box[3] = lat;
    }
    return path;
  });
  return { dimension, paths: corners, box };
}

/* Lines run west to east, so that lanes beside one another keep their side. */
function eastward(shape: Shape): Shape {
  if (shape.dimension !== 1) return shape;
  for (const path of shape.paths) {
    if (path.length && path[path.length - 1]![0] < path[0]![0]) path.reverse();
  }
  return shape;
}

export class Register {
  readonly works: Work[];
  readonly found: Found[];
  /* Restricted works of others: a street's line and days, never the place. */
  readonly shadows: { begins: number; ends: number; shape: Shape }[];

  constructor(readonly sent: Sent) {
    const told = sent.works;
    this.works = told.id.map((id, n) => ({
      n,
      id,
      title: told.title[n]!,
      street: sent.streets[told.street[n]!]!,
      agency: sent.agencies[told.by[n]!]!,
      begins: told.begins[n]!,
      ends: told.ends[n]!,
      activity: told.activity[n]!,
      stage: told.stage[n]!,
      urgent: told.urgent[n] === 1,
      zones: told.zones[n]!,
      shape: eastward(unpacked(told.shape[n]!)),
      text: "",
      found: [],
    }));
    this.shadows = sent.shadows.map(({ begins, ends, shape }) => ({ begins, ends, shape: unpacked(shape) }));
    const found = sent.findings;
    this.found = found.id.map((id, n) => ({
      n,
      id,
      kind: found.kind[n]!,
      severity: found.severity[n]!,
      a: this.works[found.a[n]!]!,
      b: this.works[found.b[n]!],
      text: found.text[n]!,
      places: found.places[n]!.map(unpacked),
    }));
    for (const one of this.found) {
      one.a.found.push(one);
      one.b?.found.push(one);
    }
  }

  /* A day in words. */
  day(number: number): string {
    return this.sent.days[number] ?? this.sent.far[String(number)] ?? "";
  }

  /* A day as addresses carry it. */
  iso(number: number): string {
    const day = new Date(`${this.sent.first}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + number);
    return day.toISOString().slice(0, 10);
  }

  number(iso: string): number {
    return Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.parse(`${this.sent.first}T00:00:00Z`)) / 86_400_000);
  }

  by(id: string): Work | undefined {
    return this.works.find((work) => work.id === id);
  }
}

export function searched(work: Work): string {
  work.text ||= folded(`${work.title} ${work.street} ${work.agency.name} ${work.id}`);
  return work.text;
}

export function geometry(shape: Shape): GeoJSON.Geometry {
  if (shape.dimension === 0) {
    const points = shape.paths.flat();
    return points.length === 1 ? { type: "Point", coordinates: points[0]! } : { type: "MultiPoint", coordinates: points };
  }
  if (shape.dimension === 1) {
    return shape.paths.length === 1
      ? { type: "LineString", coordinates: shape.paths[0]! }
      : { type: "MultiLineString", coordinates: shape.paths };
  }
  return { type: "MultiPolygon", coordinates: shape.paths.map((ring) => [ring]) };
}

/* Where a pin stands: half way along a line, in the middle of anything else. */
export function spot(shape: Shape): Corner {
  const path = shape.paths[0]!;
  if (shape.dimension !== 1) return [(shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2];
  const steps = path.slice(1).map((end, at) => Math.hypot(end[0] - path[at]![0], end[1] - path[at]![1]));
  let rest = steps.reduce((sum, step) => sum + step, 0) / 2;
  for (const [at, step] of steps.entries()) {
    if (step >= rest) {
      const share = step ? rest / step : 0;
      const [a, b] = [path[at]!, path[at + 1]!];
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    }
    rest -= step;
  }
  return path[path.length - 1]!;
}

export function meets(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

export function gravest(work: Work, kinds: ReadonlySet<string>): Found | undefined {
  let best: Found | undefined;
  for (const one of work.found) {
    if (!kinds.has(one.kind)) continue;
    if (!best || GRAVITY.indexOf(one.kind) < GRAVITY.indexOf(best.kind)) best = one;
  }
  return best;
}
