/* The card over the map: the chosen work or overlap, and what one can do with it. */

import { make, one, swatch } from "./page";
import type { Kinds } from "./list";
import { days, tag } from "./list";
import { say } from "./words";
import type { Found, Register, Work } from "./works";
import { GRAVITY } from "./works";

export interface Ways {
  work: (id: string) => string;
  overlap: (id: string) => string;
}

export class Card {
  private card = one("card");
  private back: HTMLElement | undefined;

  constructor(
    private register: Register,
    private kinds: Kinds,
    private ways: Ways,
    private on: { work: (work: Work) => void; found: (found: Found) => void; edit: ((work: Work) => void) | undefined; closed: () => void },
  ) {
    this.card.addEventListener("keydown", (event) => event.code === "Escape" && this.close());
  }

  close(): void {
    this.card.hidden = true;
    this.back?.focus();
    this.back = undefined;
    this.on.closed();
  }

  hide(): void {
    this.card.hidden = true;
  }

  /* `from` is where the focus came from and goes back to; without it the focus stays. */
  private open(kids: (Node | string)[], from: HTMLElement | undefined): void {
    const shut = make("button", { cls: "plain shut", text: "×" });
    shut.type = "button";
    shut.setAttribute("aria-label", say("close"));
    shut.addEventListener("click", () => this.close());
    this.card.replaceChildren(shut, ...kids);
    this.card.hidden = false;
    if (from) {
      this.back = from;
      this.card.querySelector<HTMLElement>("h2 a")?.focus();
    }
  }

  private title(text: string, address: string): HTMLElement {
    const link = make("a", { text });
    link.href = address;
    return make("h2", { kids: [link] });
  }

  private deed(text: string, address: string, cls = "btn btn-primary"): HTMLElement {
    const link = make("a", { cls, text });
    link.href = address;
    return link;
  }

  private button(text: string, act: () => void, cls = "btn btn-link"): HTMLElement {
    const made = make("button", { cls, text });
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  work(work: Work, from?: HTMLElement): void {
    const { sent } = this.register;
    const about = [sent.activities[work.activity]![1], sent.stages[work.stage]![1], work.street].filter(Boolean).join(" · ");
    const met = work.found
      .filter((found) => this.kinds.has(found.kind))
      .sort((a, b) => GRAVITY.indexOf(a.kind) - GRAVITY.indexOf(b.kind))
      .slice(0, 4)
      .map((found) => make("li", { kids: [tag(this.kinds.get(found.kind)!), " ", this.button(found.text, () => this.on.found(found), "plain said")] }));
    const deeds = [this.deed(say("open_work"), this.ways.work(work.id))];
    if (this.on.edit && work.agency.own) deeds.push(this.button(say("edit_work"), () => this.on.edit!(work)));
    this.open(
      [
        ...(work.urgent ? [make("span", { cls: "st tag slip", text: say("urgent") })] : []),
        this.title(work.title || work.id, this.ways.work(work.id)),
        make("p", { cls: "small", kids: [make("span", { cls: "ag", kids: [swatch(work.agency.slot), work.agency.name] })] }),
        make("p", { cls: "small num", text: days(this.register, work) }),
        make("p", { cls: "small muted", text: about }),
        ...(met.length ? [make("h3", { cls: "small", text: say("work_meets") }), make("ul", { cls: "bare small", kids: met })] : []),
        make("div", { cls: "row", kids: deeds }),
      ],
      from,
    );
  }

  found(found: Found, from?: HTMLElement): void {
    const sides = [found.a, found.b].filter((work): work is Work => work !== undefined);
    const lines = sides.map((work) =>
      make("li", {
        kids: [
          make("span", { cls: "ag", kids: [swatch(work.agency.slot), work.agency.name] }),
          this.button(work.title || work.id, () => this.on.work(work), "plain said"),
          make("span", { cls: "muted num", text: days(this.register, work) }),
        ],
      }),
    );
    const kind = this.kinds.get(found.kind);
    this.open(
      [
        ...(kind ? [tag(kind)] : []),
        this.title(found.text, this.ways.overlap(found.id)),
        make("ul", { cls: "bare small sides", kids: lines }),
        make("div", { cls: "row", kids: [this.deed(say(found.b ? "both" : "open_overlap"), this.ways.overlap(found.id))] }),
      ],
      from,
    );
  }
}
