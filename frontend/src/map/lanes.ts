/* Works in one street lie side by side: which lane each takes, counted from the middle. */

import type { Corner, Work } from "./works";

const CELL = 0.00016; // about 15 m
const MOST_LANES = 5;

function cells(path: Corner[]): Set<string> {
  const found = new Set<string>();
  for (let at = 1; at < path.length; at++) {
    const [a, b] = [path[at - 1]!, path[at]!];
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / CELL));
    for (let step = 0; step < steps; step++) {
      const share = (step + 0.5) / steps;
      const x = Math.round((a[0] + (b[0] - a[0]) * share) / CELL);
      const y = Math.round((a[1] + (b[1] - a[1]) * share) / CELL);
      found.add(`${x},${y}`);
    }
  }
  return found;
}

/* Pairs of works that share more than a crossing. */
function neighbours(works: Work[]): Map<number, Set<number>> {
  const here = new Map<string, number[]>();
  const shared = new Map<number, Map<number, number>>();
  for (const work of works) {
    if (work.shape.dimension !== 1) continue;
    for (const cell of cells(work.shape.paths[0]!)) {
      const others = here.get(cell);
      if (!others) {
        here.set(cell, [work.n]);
        continue;
      }
      let mine = shared.get(work.n);
      if (!mine) shared.set(work.n, (mine = new Map()));
      for (const other of others) mine.set(other, (mine.get(other) ?? 0) + 1);
      others.push(work.n);
    }
  }
  const found = new Map<number, Set<number>>();
  const note = (a: number, b: number) => {
    const known = found.get(a);
    if (known) known.add(b);
    else found.set(a, new Set([b]));
  };
  for (const [a, others] of shared) {
    for (const [b, count] of others) {
      if (count < 3) continue;
      note(a, b);
      note(b, a);
    }
  }
  return found;
}

export function lanes(works: Work[]): Map<number, number> {
  const beside = neighbours(works);
  const taken = new Map<number, number>();
  for (const work of works) {
    const near = beside.get(work.n);
    if (!near) continue;
    const used = new Set([...near].map((other) => taken.get(other)));
    let lane = 0;
    while (used.has(lane) && lane < MOST_LANES - 1) lane++;
    taken.set(work.n, lane);
  }
  const centred = new Map<number, number>();
  for (const [n, lane] of taken) {
    let most = lane;
    for (const other of beside.get(n)!) most = Math.max(most, taken.get(other) ?? 0);
    centred.set(n, lane - most / 2);
  }
  return centred;
}
