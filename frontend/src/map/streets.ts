/* The streets' lines, for a pen that keeps to them. */

import type { Box, Corner } from "./works";

export interface Street {
  key: string;
  name: string;
  path: Corner[];
  box: Box;
}

export interface OnStreet {
  street: Street;
  at: Corner;
  leg: number; // the corner before the place
  share: number; // of the leg
}

export async function streetsOf(address: string): Promise<Street[]> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return [];
  const told = (await answer.json()) as GeoJSON.FeatureCollection;
  return told.features.flatMap((one) => {
    if (one.properties?.["layer"] !== "street") return [];
    const lines = one.geometry.type === "LineString" ? [one.geometry.coordinates] : one.geometry.type === "MultiLineString" ? one.geometry.coordinates : [];
    return lines.map((line) => {
      const path = line as Corner[];
      const xs = path.map((corner) => corner[0]);
      const ys = path.map((corner) => corner[1]);
      return {
        key: String(one.properties!["key"]),
        name: String(one.properties!["label"]),
        path,
        box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as Box,
      };
    });
  });
}

/* Degrees are not square: distances are compared with longitudes shortened. */
function shrink(lat: number): number {
  return Math.cos((lat * Math.PI) / 180);
}

export function metres(a: Corner, b: Corner): number {
  const k = shrink((a[1] + b[1]) / 2);
  return Math.hypot((b[0] - a[0]) * k, b[1] - a[1]) * 111_320;
}

/* The nearest place on a street within reach, undefined when there is none. */
export function nearest(streets: Street[], to: Corner, reachM: number): OnStreet | undefined {
  const k = shrink(to[1]);
  const [sideX, sideY] = [reachM / 111_320 / k, reachM / 111_320];
  let best: OnStreet | undefined;
  let least = reachM;
  for (const street of streets) {
    const [w, s, e, n] = street.box;
    if (to[0] < w - sideX || to[0] > e + sideX || to[1] < s - sideY || to[1] > n + sideY) continue;
    for (let leg = 0; leg + 1 < street.path.length; leg++) {
      const [a, b] = [street.path[leg]!, street.path[leg + 1]!];
      const [dx, dy] = [(b[0] - a[0]) * k, b[1] - a[1]];
      const long = dx * dx + dy * dy;
      const along = long ? (((to[0] - a[0]) * k * dx + (to[1] - a[1]) * dy) / long) : 0;
      const share = Math.max(0, Math.min(1, along));
      const at: Corner = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
      const away = metres(at, to);
      if (away < least) {
        least = away;
        best = { street, at, leg, share };
      }
    }
  }
  return best;
}

/* A drawn line whose corners lie on one street follows that street's bends. */
export function followed(streets: Street[], line: Corner[]): Corner[] {
  const places = line.map((corner) => nearest(streets, corner, 3));
  const found: Corner[] = [];
  line.forEach((corner, at) => {
    found.push(corner);
    const [a, b] = [places[at], places[at + 1]];
    if (!a || !b || a.street !== b.street || a.leg === b.leg) return;
    const between = a.street.path.slice(Math.min(a.leg, b.leg) + 1, Math.max(a.leg, b.leg) + 1);
    found.push(...(a.leg < b.leg ? between : between.reverse()));
  });
  return found.filter((corner, at) => !at || metres(corner, found[at - 1]!) > 0.05);
}
