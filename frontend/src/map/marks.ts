/* The map's pictures: the marks of overlaps and the ring of a pin, drawn in the page's colours. */

import type { Map as MapLibre } from "maplibre-gl";
import { colour } from "./page";

const SIDE = 48; // twice what is shown, for sharp edges

type Brush = CanvasRenderingContext2D;

function picture(paint: (brush: Brush) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const brush = canvas.getContext("2d", { willReadFrequently: true })!;
  brush.scale(SIDE / 24, SIDE / 24);
  brush.lineCap = brush.lineJoin = "round";
  paint(brush);
  return brush.getImageData(0, 0, SIDE, SIDE);
}

function shape(token: string, outline: string, stroke: string, thick = 2.2): (brush: Brush) => void {
  return (brush) => {
    brush.fillStyle = colour(token);
    brush.strokeStyle = colour("--map-land");
    brush.lineWidth = 1.5;
    brush.fill(new Path2D(outline));
    brush.stroke(new Path2D(outline));
    brush.lineWidth = thick;
    brush.stroke(new Path2D(stroke));
  };
}

const ROUND = "M12 1.6a10.4 10.4 0 1 0 .01 0z";
const PICTURES: Record<string, () => (brush: Brush) => void> = {
  "k-collision": () => shape("--hg-bad", "M12 1.4 22.6 12 12 22.6 1.4 12z", "M8.7 8.7l6.6 6.6M15.3 8.7l-6.6 6.6"),
  "k-chance": () => shape("--hg-primary", ROUND, "M6.5 15.5l7-7M10.5 16.5l7-7"),
  "k-protection": () => shape("--hg-lapis", "M12 2l8.5 3v6.5c0 5-3.4 8.7-8.5 10.5-5.1-1.8-8.5-5.5-8.5-10.5V5z", "M8 11.5h8M8 15h8", 2),
  "k-blackout": () => shape("--hg-still", "M3 3h18v18H3z", "M6 12h12", 3),
  "k-notice": () => shape("--hg-slip", "M12 2.5 22.5 21.5H1.5z", "M12 10v5M12 18.2v.1"),
  "k-gap": () => shape("--hg-idle", ROUND, "M7 12h10"),
};

const PINS: Record<string, string> = { "pin-bad": "--hg-bad", "pin-agree": "--hg-primary", "pin-cal": "--hg-lapis", "pin-ink": "--hg-ink" };

function pin(token: string): (brush: Brush) => void {
  return (brush) => {
    brush.beginPath();
    brush.arc(12, 12, 10.4, 0, 2 * Math.PI);
    brush.fillStyle = colour("--hg-surface");
    brush.fill();
    brush.strokeStyle = colour(token);
    brush.lineWidth = 2;
    brush.stroke();
  };
}

export function addPictures(map: MapLibre): void {
  for (const [name, made] of Object.entries(PICTURES)) put(map, name, picture(made()), 2);
  for (const [name, token] of Object.entries(PINS)) put(map, name, picture(pin(token)), 1.85);
}

function put(map: MapLibre, name: string, image: ImageData, pixelRatio: number): void {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio });
}
