/* The public map's island: works as everybody may see them, with projects, reports and ways beside. */

import type { Told } from "./map/atlas";
import { Atlas } from "./map/atlas";
import { Beside } from "./map/beside";
import type { MarkTold } from "./map/beside";
import { canDraw, readTiles } from "./map/engine";
import { one } from "./map/page";
import { say, told } from "./map/words";
import type { Sent } from "./map/works";
import { Register } from "./map/works";

async function fetched<T>(address: string): Promise<T | undefined> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok ? ((await answer.json()) as T) : undefined;
}

async function start(): Promise<void> {
  const about = { ...told<Told & { marks: string }>("map-told"), font: document.getElementById("text")!.dataset["font"]! };
  if (!canDraw()) {
    const note = one("unlive");
    note.textContent = say("no_webgl");
    note.hidden = false;
    return;
  }
  const [works, marks] = await Promise.all([fetched<Sent>(about.works), fetched<MarkTold[]>(about.marks)]);
  if (!works) return;
  await readTiles(about.tiles);
  const atlas = new Atlas(about, new Register(works));
  if (marks) new Beside(atlas, marks);
  await atlas.open();
}

void start();
