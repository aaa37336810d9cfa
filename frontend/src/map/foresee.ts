/* What a drawn work would meet: asked of the server, which judges with the same rules and writes nothing. */

import type { Drawn } from "./pen";
import { written } from "./pen";
import type { Shape } from "./works";
import { unpacked } from "./works";

export interface Foreseen {
  kind: string;
  shape: string;
  tone: string;
  word: string;
  text: string;
  blocks: boolean;
  places: [number, ...number[][]][];
  other: { id: string; title: string; by: string; days: string } | null;
}

export interface Answer {
  findings: Foreseen[];
  street: string;
  said: string;
}

const STILL_MS = 300;

export class Foresight {
  private waiting = 0;
  private asking: AbortController | undefined;

  constructor(
    private address: string,
    private told: (answer: Answer | undefined, faults?: Record<string, string[]>) => void,
  ) {}

  /* Ask once the pen rests; an answer to an earlier question is dropped. */
  ask(drawn: Drawn, fields: Record<string, string>): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => void this.send(drawn, fields), STILL_MS);
  }

  stop(): void {
    clearTimeout(this.waiting);
    this.asking?.abort();
  }

  private async send(drawn: Drawn, fields: Record<string, string>): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")!.value;
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams({ ...fields, line: written(drawn) }),
        signal: asking.signal,
      });
      const body = (await answer.json()) as Answer & { faults?: Record<string, string[]> };
      if (answer.ok) this.told(body);
      else this.told(undefined, body.faults ?? {});
    } catch (fault) {
      if ((fault as Error).name !== "AbortError") this.told(undefined);
    }
  }
}

export function placesOf(one: Foreseen): Shape[] {
  return one.places.map((place) => unpacked(place));
}
