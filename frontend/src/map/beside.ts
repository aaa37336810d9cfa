/* What the public map shows beside works: layers of marks that one may switch, each with its card. */

import type { Atlas } from "./atlas";
import type { maplibre } from "./engine";
import { colour, make, one } from "./page";
import { say } from "./words";
import { geometry, unpacked } from "./works";
import type { Shape } from "./works";

type Packed = [dimension: number, ...paths: number[][]];

export interface MarkTold {
  layer: "project" | "report" | "way";
  name: string;
  told: string;
  tone: string;
  days: string;
  address: string;
  begins: number | null;
  ends: number | null;
  shape: Packed;
}

const TONES: Record<string, string> = {
  ok: "--hg-ok",
  slip: "--hg-slip",
  bad: "--hg-bad",
  still: "--hg-still",
  idle: "--hg-idle",
};
const SIDE = 22;

/* One picture for each layer and tone: a square, a triangle; the shape tells the layer, the colour the state. */
function picture(layer: string, tone: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE * 2;
  const pen = canvas.getContext("2d")!;
  pen.scale(2, 2);
  pen.beginPath();
  if (layer === "project") pen.roundRect(3, 3, 16, 16, 3);
  else {
    pen.moveTo(11, 2.5);
    pen.lineTo(20, 19);
    pen.lineTo(2, 19);
    pen.closePath();
  }
  pen.fillStyle = colour(TONES[tone] ?? "--hg-idle");
  pen.strokeStyle = colour("--map-land");
  pen.lineWidth = 2;
  pen.fill();
  pen.stroke();
  return pen.getImageData(0, 0, SIDE * 2, SIDE * 2);
}

export class Beside {
  private shapes: Shape[];

  constructor(
    private atlas: Atlas,
    private marks: MarkTold[],
  ) {
    this.shapes = marks.map((mark) => unpacked(mark.shape));
    atlas.beside = () => this.show();
    atlas.map.on("style.load", () => this.lay());
    atlas.map.on("click", (event) => this.clicked(event));
    for (const box of this.boxes()) box.addEventListener("change", () => this.show());
  }

  private boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>("input[data-layer]")];
  }

  private lay(): void {
    const { map } = this.atlas;
    if (map.getSource("marks")) return;
    for (const layer of ["project", "report"]) {
      for (const tone of Object.keys(TONES)) map.addImage(`${layer}-${tone}`, picture(layer, tone), { pixelRatio: 2 });
    }
    map.addSource("marks", { type: "geojson", data: this.shown() });
    const tones = Object.entries(TONES).flatMap(([tone, token]) => [tone, colour(token)]);
    map.addLayer(
      {
        id: "mark-way",
        type: "line",
        source: "marks",
        filter: ["==", ["get", "layer"], "way"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": ["match", ["get", "tone"], ...tones, colour("--hg-idle")] as unknown as maplibre.ExpressionSpecification,
          "line-width": ["interpolate", ["linear"], ["zoom"], 10, 3, 15, 9],
          "line-opacity": 0.35,
        },
      },
      map.getLayer("case") ? "case" : undefined,
    );
    map.addLayer({
      id: "mark",
      type: "symbol",
      source: "marks",
      filter: ["!=", ["get", "layer"], "way"],
      layout: {
        "icon-image": ["concat", ["get", "layer"], "-", ["get", "tone"]],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.55, 14, 1],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    }, map.getLayer("pin") ? "pin" : undefined);
  }

  private shown(): GeoJSON.FeatureCollection {
    const on = new Set(this.boxes().filter((box) => box.checked).map((box) => box.dataset["layer"]));
    const [first, last] = this.atlas.span();
    const features = this.marks.flatMap((mark, n): GeoJSON.Feature[] => {
      const begins = mark.begins ?? -Infinity;
      const ends = mark.ends ?? Infinity;
      if (!on.has(mark.layer) || begins > last || ends < first) return [];
      return [
        {
          type: "Feature",
          geometry: geometry(this.shapes[n]!),
          properties: { n, layer: mark.layer, tone: mark.tone in TONES ? mark.tone : "idle" },
        },
      ];
    });
    return { type: "FeatureCollection", features };
  }

  private show(): void {
    this.atlas.map.getSource<maplibre.GeoJSONSource>("marks")?.setData(this.shown());
  }

  private clicked(event: maplibre.MapMouseEvent): void {
    const { map } = this.atlas;
    const near: [maplibre.PointLike, maplibre.PointLike] = [
      [event.point.x - 9, event.point.y - 9],
      [event.point.x + 9, event.point.y + 9],
    ];
    const layers = ["mark", "mark-way"].filter((id) => map.getLayer(id));
    const hit = map.queryRenderedFeatures(near, { layers })[0];
    if (!hit || (hit.layer.id === "mark-way" && !one("card").hidden)) return;
    this.card(this.marks[hit.properties["n"] as number]!);
  }

  private card(mark: MarkTold): void {
    const card = one("card");
    const shut = make("button", { cls: "plain shut", text: "×" });
    shut.type = "button";
    shut.setAttribute("aria-label", say("close"));
    shut.addEventListener("click", () => (card.hidden = true));
    const link = make("a", { text: mark.name });
    link.href = mark.address;
    card.replaceChildren(
      shut,
      make("h2", { kids: [link] }),
      make("p", { cls: "small", text: mark.told }),
      ...(mark.days ? [make("p", { cls: "small muted num", text: mark.days })] : []),
    );
    card.hidden = false;
  }
}
