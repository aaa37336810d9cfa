/* The list beside the map: the works in view, numbered as their pins are. */

import { icon, make, one, swatch } from "./page";
import { local, say } from "./words";
import type { Found, Register, Work } from "./works";

export const MOST_LISTED = 40;

export interface Kind {
  shape: string;
  tone: string;
  word: string;
}

export type Kinds = Map<string, Kind>;

/* The kinds of overlaps with their mark and word, as the page's legend has them. */
export function kindsOf(): Kinds {
  const told = [...document.querySelectorAll<HTMLInputElement>("input[data-kind]")];
  return new Map(
    told.map((box) => [
      box.dataset["kind"]!,
      { shape: box.dataset["shape"]!, tone: box.dataset["tone"]!, word: box.labels![0]!.textContent!.trim() },
    ]),
  );
}

export function tag(kind: Kind): HTMLElement {
  return make("span", { cls: `st tag ${kind.tone}`, kids: [icon(kind.shape), kind.word] });
}

export function days(register: Register, work: Work): string {
  return say("span", { first: register.day(work.begins), last: register.day(work.ends) });
}

export class List {
  private listed = one<HTMLOListElement>("listed");

  constructor(
    private register: Register,
    private kinds: Kinds,
    private address: (id: string) => string,
    choose: (id: string, from: HTMLElement) => void,
  ) {
    this.listed.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const item = (event.target as Element).closest<HTMLElement>(".it");
      if (!item) return;
      event.preventDefault();
      choose(item.dataset["id"]!, item.querySelector<HTMLElement>("a")!);
    });
    this.listed.addEventListener("keydown", (event) => this.step(event));
  }

  /* Arrows walk through the list. */
  private step(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    const item = (event.target as Element).closest(".it");
    if (!by || !item) return;
    const next = by > 0 ? item.nextElementSibling : item.previousElementSibling;
    next?.querySelector("a")?.focus();
    event.preventDefault();
  }

  show(works: { work: Work; worst: Found | undefined }[], inView: number, all: number, found: number, chosen: string): void {
    const held = (document.activeElement?.closest(".it") as HTMLElement | null)?.dataset["id"];
    this.listed.replaceChildren(...works.map(({ work, worst }, at) => this.item(work, worst, at + 1, chosen)));
    if (held) this.listed.querySelector<HTMLElement>(`[data-id="${held}"] a`)?.focus({ preventScroll: true });
    const counted = inView === all ? say("counted", { count: inView }) : say("counted_of", { count: inView, all });
    one("counted").textContent = found ? `${counted} · ${say("and_found", { count: found })}` : counted;
    one("nothing").hidden = inView > 0;
    const more = one("more");
    more.hidden = inView <= works.length;
    more.textContent = say("more", { count: inView - works.length });
  }

  private item(work: Work, worst: Found | undefined, number: number, chosen: string): HTMLElement {
    const kind = worst && this.kinds.get(worst.kind);
    const title = make("a", { cls: "t", text: work.title || work.id });
    title.href = this.address(work.id);
    const pin = make("span", { cls: `pin num ${kind?.tone ?? ""}`, text: local(number) });
    pin.setAttribute("aria-hidden", "true");
    const status = make("span", { cls: "stt", kids: kind ? [tag(kind)] : [] });
    if (work.urgent) status.append(make("span", { cls: "st slip", text: say("urgent") }));
    const text = make("div", {
      kids: [
        title,
        make("span", { cls: "ag small", kids: [swatch(work.agency.slot), work.agency.name] }),
        make("span", { cls: "small muted num", text: days(this.register, work) }),
        status,
      ],
    });
    const item = make("li", { cls: "it", kids: [pin, text] });
    item.dataset["id"] = work.id;
    this.mark(item, work.id === chosen);
    return item;
  }

  private mark(item: HTMLElement, on: boolean): void {
    item.classList.toggle("sel", on);
    if (on) item.querySelector("a")!.setAttribute("aria-current", "true");
    else item.querySelector("a")!.removeAttribute("aria-current");
  }

  choose(id: string): void {
    for (const item of this.listed.querySelectorAll<HTMLElement>(".it")) {
      const on = item.dataset["id"] === id;
      this.mark(item, on);
      if (on) item.scrollIntoView({ block: "nearest" });
    }
  }
}
