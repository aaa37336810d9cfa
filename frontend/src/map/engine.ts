/* MapLibre with its worker: one place that knows where the worker lies. */

import * as maplibre from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

maplibre.setWorkerUrl(new URL(workerUrl, location.href).href);

export function canDraw(): boolean {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/* Before a map is made: one that meets the address of a file of tiles first gives up on it. */
export async function readTiles(file: string): Promise<void> {
  if (!file) return;
  const { Protocol } = await import("pmtiles");
  maplibre.addProtocol("pmtiles", new Protocol().tile);
}

export { maplibre };
