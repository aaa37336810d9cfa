/* The year below the map: seasons as bands, works open in each week as columns, two handles for the days shown. */

import type { Asked } from "./asked";
import { draw, make, one } from "./page";
import { rtl, say } from "./words";
import type { Register, Work } from "./works";

const [WIDE, HIGH] = [940, 92];
const [TOP, FOOT] = [20, 70];
const NAME_SHARE = 0.075; // of the line, what a season's name takes
const LEAST_GAP_PX = 4;

export class Slider {
  private weeks: number;
  private first = one<HTMLInputElement>("first");
  private last = one<HTMLInputElement>("last");
  private sheet = document.getElementById("weeks") as unknown as SVGSVGElement;

  constructor(
    private register: Register,
    private asked: Asked,
    private changed: () => void,
  ) {
    this.weeks = register.sent.weeks;
    for (const input of [this.first, this.last]) {
      input.max = String(this.weeks);
      input.addEventListener("input", () => this.moved(input));
    }
    this.names();
    this.show();
    one("slide").hidden = false;
  }

  private moved(input: HTMLInputElement): void {
    let [first, last] = [+this.first.value, +this.last.value];
    if (first >= last) {
      if (input === this.first) first = last - 1;
      else last = first + 1;
    }
    first = Math.max(0, Math.min(first, this.weeks - 1));
    last = Math.min(this.weeks, Math.max(last, first + 1));
    this.asked.first = first * 7;
    this.asked.last = last * 7 - 1;
    this.show();
    this.changed();
  }

  /* The handles and their words, after the days changed. */
  show(): void {
    const { asked, register } = this;
    this.first.value = String(Math.max(0, Math.floor(asked.first / 7)));
    this.last.value = String(Math.min(this.weeks, Math.ceil((asked.last + 1) / 7)));
    const [first, last] = [register.day(asked.first), register.day(asked.last)];
    this.first.setAttribute("aria-valuetext", first);
    this.last.setAttribute("aria-valuetext", last);
    one("days").textContent = say("span", { first, last });
    one("slide").setAttribute("aria-label", say("slider_said", { first, last }));
  }

  private x(day: number): number {
    const share = (day / (this.weeks * 7)) * WIDE;
    return rtl ? WIDE - share : share;
  }

  private band(from: number, to: number, told: Record<string, string | number>): SVGElement {
    const [a, b] = [this.x(from), this.x(to)];
    return draw("rect", { x: Math.min(a, b), width: Math.abs(b - a), ...told });
  }

  private names(): void {
    const { sent } = this.register;
    const days = this.weeks * 7;
    const place = (text: string, day: number, cls: string) => {
      const name = make("span", { cls, text });
      name.style.insetInlineStart = `${((day / days) * 100).toFixed(2)}%`;
      return name;
    };
    const taken: number[] = [];
    const ranked = [...sent.seasons].sort((a, b) => Number(b.ban) - Number(a.ban));
    const seasons = ranked.flatMap((season) => {
      const middle = (season.from + season.to) / 2;
      const share = middle / days;
      if (share < 0.04 || share > 0.96 || taken.some((other) => Math.abs(other - share) < NAME_SHARE)) return [];
      taken.push(share);
      return [place(season.name, middle, "season")];
    });
    const months = sent.months.flatMap((month, at) => {
      const ends = sent.months[at + 1]?.at ?? days;
      return ends - month.at < 16 ? [] : [place(month.name, (month.at + ends) / 2, "month")];
    });
    one("names").replaceChildren(...seasons, ...months);
    new ResizeObserver(() => apart(months)).observe(one("names")); // told once at first, too
  }

  /* The columns: how many of the works, in all their days, lie open in each week. */
  columns(works: Iterable<Work>): void {
    const counts = new Array<number>(this.weeks + 1).fill(0);
    for (const work of works) {
      const from = Math.max(0, Math.floor(work.begins / 7));
      const to = Math.min(this.weeks - 1, Math.floor(work.ends / 7));
      if (to < 0 || from >= this.weeks) continue;
      counts[from]!++;
      counts[to + 1]!--;
    }
    for (let week = 1; week < this.weeks; week++) counts[week]! += counts[week - 1]!;
    this.paint(counts.slice(0, this.weeks));
  }

  private paint(counts: number[]): void {
    const { asked, register } = this;
    const most = Math.max(1, ...counts);
    const kids: SVGElement[] = [];
    for (const season of register.sent.seasons) {
      kids.push(this.band(season.from, season.to, { y: TOP, height: FOOT - TOP, class: season.ban ? "b-ban" : "b-quiet" }));
    }
    counts.forEach((count, week) => {
      const high = (count / most) * (FOOT - TOP - 4);
      const on = week * 7 <= asked.last && week * 7 + 6 >= asked.first;
      kids.push(this.band(week * 7 + 1, week * 7 + 6, { y: FOOT - high, height: high, class: on ? "col on" : "col" }));
    });
    for (const month of register.sent.months.slice(1)) {
      kids.push(draw("path", { class: "tick", d: `M${this.x(month.at)} ${FOOT}v5` }));
    }
    kids.push(draw("path", { class: "base", d: `M0 ${FOOT}H${WIDE}` }));
    kids.push(draw("path", { class: "now", d: `M${this.x(register.sent.today)} ${TOP - 3}V${FOOT}` }));
    kids.push(this.band(Math.max(0, asked.first), Math.min(this.weeks * 7, asked.last + 1), { y: TOP - 2, height: FOOT - TOP + 4, class: "chosen", rx: 3 }));
    this.sheet.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
    this.sheet.replaceChildren(...kids);
  }
}

/* Of names that would run into one another the later ones are not shown. */
function apart(names: HTMLElement[]): void {
  let [from, to] = [Infinity, -Infinity];
  for (const name of names) name.hidden = false;
  for (const name of names) {
    const { left, right } = name.getBoundingClientRect();
    name.hidden = left < to + LEAST_GAP_PX && right > from - LEAST_GAP_PX;
    if (!name.hidden) [from, to] = [left, right];
  }
}
