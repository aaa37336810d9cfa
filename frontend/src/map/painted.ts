/* Features as the style paints them, for the map and for a form's small map. A mark of rank 1 is seen
   from anywhere, one of rank 2 from near. */

import type { Corner, Shape } from "./works";
import { geometry, spot } from "./works";

export function foundFeatures(places: Shape[], tone: string, shape: string, severity: string, n: number, order = 0, rank: 1 | 2 = 1): GeoJSON.Feature[] {
  const about = { n, tone, shape, severity, order };
  return places.flatMap((place, at): GeoJSON.Feature[] => [
    { type: "Feature", geometry: geometry(place), properties: { ...about, dimension: place.dimension, mark: 0 } },
    ...(at
      ? []
      : [{ type: "Feature" as const, geometry: { type: "Point" as const, coordinates: spot(place) }, properties: { ...about, dimension: -1, mark: rank } }]),
  ]);
}

/* A place as a form carries it: WKT of one part, or `lon,lat` pairs. */
export function shapeOf(text: string): Shape | undefined {
  const kind = /^\s*(POINT|LINESTRING|POLYGON)\s*\(/i.exec(text)?.[1]?.toUpperCase();
  const inner = kind === "POLYGON" ? (/\(\(([^)]*)\)/.exec(text)?.[1] ?? "") : (/\(([^)]*)\)/.exec(text)?.[1] ?? "");
  const pairs = kind ? inner.split(",").map((pair) => pair.trim().split(/\s+/)) : text.trim().split(/\s+/).map((pair) => pair.split(","));
  const path = pairs.map((pair) => pair.map(Number)) as Corner[];
  if (!path.length || path.some((corner) => corner.length !== 2 || !corner.every(Number.isFinite))) return undefined;
  const dimension = kind === "POLYGON" ? 2 : path.length === 1 ? 0 : 1;
  const xs = path.map((corner) => corner[0]);
  const ys = path.map((corner) => corner[1]);
  return { dimension, paths: [path], box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}
