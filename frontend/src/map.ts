/* The map's island: takes the place of the server's drawing, and keeps the list beside it in step. */

import { Atlas } from "./map/atlas";
import { canDraw, readTiles } from "./map/engine";
import { one } from "./map/page";
import { say, told } from "./map/words";
import type { Sent } from "./map/works";
import { Register } from "./map/works";
import type { Told } from "./map/atlas";

async function start(): Promise<void> {
  const about = { ...told<Told>("map-told"), font: document.getElementById("text")!.dataset["font"]! };
  if (!canDraw()) {
    const note = one("unlive");
    note.textContent = say("no_webgl");
    note.hidden = false;
    return;
  }
  const answer = await fetch(about.works, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  await readTiles(about.tiles);
  const atlas = new Atlas(about, new Register((await answer.json()) as Sent));
  await atlas.open();
}

void start();
