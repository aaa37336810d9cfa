/* The pen: a line along a street, an area or a point, drawn or mended on a map. */

import type { Map as MapLibre } from "maplibre-gl";
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from "terra-draw";
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter";
import { colour } from "./page";
import type { Street } from "./streets";
import { followed, metres, nearest } from "./streets";
import type { Corner, Shape } from "./works";

export const KINDS = ["line", "polygon", "point"] as const;
export type Kind = (typeof KINDS)[number];
export type Drawn = { type: "Point"; coordinates: Corner } | { type: "LineString"; coordinates: Corner[] } | { type: "Polygon"; coordinates: Corner[][] };

const MODES: Record<Kind, string> = { line: "linestring", polygon: "polygon", point: "point" };
const REACH_PX = 18;

function hex(token: string): `#${string}` {
  const [r, g, b] = (colour(token).match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return `#${[r!, g!, b!].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

export class Pen {
  private pen: TerraDraw;
  private middles: Corner[] = [];
  kind: Kind = "line";

  constructor(
    private map: MapLibre,
    private streets: Street[],
    private changed: (drawn: Drawn | undefined, isDone: boolean) => void,
  ) {
    const [ink, ground] = [hex("--hg-primary"), hex("--hg-surface")];
    const snapping = {
      toCustom: (event: { lng: number; lat: number }) => {
        const at = nearest(this.streets, [event.lng, event.lat], this.reachM())?.at;
        return at && round([at])[0];
      },
    };
    const line = { lineStringColor: ink, lineStringWidth: 5, closingPointColor: ink, closingPointOutlineColor: ground, snappingPointColor: ink };
    const area = { fillColor: ink, fillOpacity: 0.25, outlineColor: ink, outlineWidth: 3, closingPointColor: ink, closingPointOutlineColor: ground };
    const drag = { feature: { draggable: true, coordinates: { draggable: true, midpoints: true, deletable: true } } };
    this.pen = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7 }),
      modes: [
        new TerraDrawLineStringMode({ snapping, styles: line }),
        new TerraDrawPolygonMode({ styles: area }),
        new TerraDrawPointMode({ styles: { pointColor: ink, pointWidth: 8, pointOutlineColor: ground, pointOutlineWidth: 3 } }),
        new TerraDrawSelectMode({
          flags: { linestring: drag, polygon: drag, point: drag },
          styles: { selectionPointColor: ground, selectionPointOutlineColor: ink, selectionPointWidth: 7, selectionPointOutlineWidth: 3, selectedLineStringColor: ink, selectedLineStringWidth: 5, selectedPolygonColor: ink, selectedPolygonOutlineColor: ink },
        }),
      ],
    });
    this.pen.start();
    this.pen.on("change", () => this.changed(this.drawn(), false));
    this.pen.on("finish", (id, about) => this.finished(id, about.action));
  }

  private reachM(): number {
    const centre = this.map.getCenter();
    return (REACH_PX * 156_543 * Math.cos((centre.lat * Math.PI) / 180)) / 2 ** (this.map.getZoom() + 1);
  }

  /* Begin a kind of drawing afresh. */
  begin(kind: Kind): void {
    this.kind = kind;
    this.middles = [];
    this.pen.clear();
    this.pen.setMode(MODES[kind]);
    this.changed(undefined, false);
  }

  private finished(id: string | number, action: string): void {
    if (action === "draw") {
      const drawn = this.feature(id);
      if (drawn?.type === "LineString") {
        this.pen.updateFeatureGeometry(id, { type: "LineString", coordinates: round(followed(this.streets, drawn.coordinates)) });
      }
      this.others(id);
      this.pen.selectFeature(id);
    }
    this.changed(this.drawn(), true);
  }

  /* One thing is drawn at a time: what was drawn before goes. */
  private others(id: string | number): void {
    const old = this.shapes().filter((one) => one.id !== undefined && one.id !== id).map((one) => one.id!);
    if (old.length) this.pen.removeFeatures(old);
  }

  private shapes() {
    const modes = Object.values(MODES);
    return this.pen.getSnapshot().filter((one) => modes.includes(String(one.properties["mode"])) && !one.properties["midPoint"] && !one.properties["selectionPoint"] && !one.properties["closingPoint"] && !one.properties["snappingPoint"] && !one.properties["coordinatePoint"]);
  }

  private feature(id: string | number): Drawn | undefined {
    return this.pen.getSnapshotFeature(id)?.geometry as Drawn | undefined;
  }

  /* What is drawn so far, once it has a length or an area. */
  drawn(): Drawn | undefined {
    const shape = this.shapes().find((one) => one.geometry.type.toLowerCase() === MODES[this.kind])?.geometry as Drawn | undefined;
    if (!shape) return undefined;
    if (shape.type === "LineString" && (shape.coordinates.length < 2 || length(shape.coordinates) < 1)) return undefined;
    if (shape.type === "Polygon" && new Set(shape.coordinates[0]!.map(String)).size < 3) return undefined;
    return shape;
  }

  private put(geometry: Drawn): void {
    this.pen.clear();
    const [told] = this.pen.addFeatures([{ type: "Feature", geometry, properties: { mode: MODES[this.kind] } } as never]);
    if (told?.valid && told.id !== undefined) this.pen.selectFeature(told.id);
    this.changed(this.drawn(), true);
  }

  /* For those who draw by keyboard: the middle of the view is the next corner. */
  middle(): void {
    const centre = this.map.getCenter();
    const here: Corner = [centre.lng, centre.lat];
    const at = this.kind === "polygon" ? here : (nearest(this.streets, here, this.reachM())?.at ?? here);
    const corner: Corner = [+at[0].toFixed(7), +at[1].toFixed(7)];
    if (this.kind === "point") return this.put({ type: "Point", coordinates: corner });
    this.middles.push(corner);
    const least = this.kind === "line" ? 2 : 3;
    if (this.middles.length < least) return;
    const path = this.kind === "line" ? followed(this.streets, this.middles) : [...this.middles, this.middles[0]!];
    this.put(this.kind === "line" ? { type: "LineString", coordinates: round(path) } : { type: "Polygon", coordinates: [round(path)] });
  }

  /* Mend a place that stands; places of several parts are drawn afresh. */
  mend(shape: Shape): boolean {
    if (shape.paths.length !== 1) return false;
    this.kind = KINDS[[2, 0, 1][shape.dimension]!]!;
    const path = round(shape.paths[0]!);
    this.pen.setMode("select");
    this.put(
      shape.dimension === 0
        ? { type: "Point", coordinates: path[0]! }
        : shape.dimension === 1
          ? { type: "LineString", coordinates: path }
          : { type: "Polygon", coordinates: [path] },
    );
    return this.drawn() !== undefined;
  }

  end(): void {
    this.pen.stop();
  }
}

function round(path: Corner[]): Corner[] {
  return path.map(([x, y]) => [+x.toFixed(7), +y.toFixed(7)]);
}

export function length(path: Corner[]): number {
  return path.slice(1).reduce((sum, corner, at) => sum + metres(path[at]!, corner), 0);
}

/* As the server's forms take a place. */
export function written(drawn: Drawn): string {
  const pair = (corner: Corner) => `${corner[0].toFixed(7)} ${corner[1].toFixed(7)}`;
  if (drawn.type === "Point") return `POINT (${pair(drawn.coordinates)})`;
  if (drawn.type === "LineString") return `LINESTRING (${drawn.coordinates.map(pair).join(", ")})`;
  return `POLYGON (${drawn.coordinates.map((ring) => `(${ring.map(pair).join(", ")})`).join(", ")})`;
}
