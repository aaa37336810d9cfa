/* What the page's address and its filters ask for. The address keeps all of it, so that a link shows the same map. */

import { one } from "./page";
import { folded } from "./words";
import type { Register, Work } from "./works";
import { searched } from "./works";

export interface View {
  zoom: number;
  lat: number;
  lon: number;
}

const FIELDS = ["activity", "stage", "zone"] as const;
type Field = (typeof FIELDS)[number];

function boxes(name: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`input[data-${name}]`)];
}

export class Asked {
  first = 0;
  last = 0;
  view: View | undefined;
  chosen = "";
  found = "";
  private usual: [number, number];
  private usualKinds: string;

  constructor(private register: Register) {
    const params = new URLSearchParams(location.search);
    const today = register.sent.today;
    this.usual = [today, today + 90];
    this.usualKinds = this.kinds().join(",");
    const day = (name: string, instead: number) => {
      const told = params.get(name);
      const number = told ? register.number(told) : NaN;
      return Number.isFinite(number) ? number : instead;
    };
    this.first = day("from", this.usual[0]);
    this.last = Math.max(day("to", this.usual[1]), this.first);
    this.chosen = params.get("sel") ?? "";
    this.found = params.get("overlap") ?? "";
    const view = (params.get("view") ?? "").split("/").map(Number);
    if (view.length === 3 && view.every(Number.isFinite)) this.view = { zoom: view[0]!, lat: view[1]!, lon: view[2]! };
    this.tick("agency", params.get("agency"));
    this.tick("kind", params.get("kinds"));
    this.showAgency();
  }

  private tick(name: "agency" | "kind", told: string | null): void {
    if (told === null || (name === "agency" && !told)) return;
    const on = new Set(told.split(","));
    for (const box of boxes(name)) box.checked = on.has(box.dataset[name]!);
  }

  agencies(): string[] {
    return boxes("agency").filter((box) => box.checked).map((box) => box.dataset["agency"]!);
  }

  kinds(): string[] {
    return boxes("kind").filter((box) => box.checked).map((box) => box.dataset["kind"]!);
  }

  /* The select tells one agency, and is empty when more are shown. */
  showAgency(): void {
    const shown = this.agencies();
    one<HTMLSelectElement>("agency").value = shown.length === 1 ? shown[0]! : "";
  }

  onlyAgency(key: string): void {
    for (const box of boxes("agency")) box.checked = !key || box.dataset["agency"] === key;
  }

  private value(name: Field): string {
    return one<HTMLSelectElement>(name).value;
  }

  clear(): void {
    for (const name of FIELDS) one<HTMLSelectElement>(name).value = "";
    one<HTMLInputElement>("find").value = "";
    this.onlyAgency("");
    this.showAgency();
    [this.first, this.last] = this.usual;
  }

  /* Whether a work is asked for, by everything but its days. */
  sieve(): (work: Work) => boolean {
    const { sent } = this.register;
    const shown = new Set(this.agencies());
    const all = boxes("agency").length === shown.size;
    const place = (list: [string, string][], key: string) => list.findIndex(([name]) => name === key);
    const activity = place(sent.activities, this.value("activity"));
    const stage = place(sent.stages, this.value("stage"));
    const zone = place(sent.zones, this.value("zone"));
    const words = folded(one<HTMLInputElement>("find").value).split(" ").filter(Boolean);
    return (work) =>
      (all || shown.has(work.agency.key)) &&
      (activity < 0 || work.activity === activity) &&
      (stage < 0 || work.stage === stage) &&
      (zone < 0 || (work.zones & (1 << zone)) !== 0) &&
      words.every((word) => searched(work).includes(word));
  }

  lies(work: Work): boolean {
    return work.begins <= this.last && work.ends >= this.first;
  }

  /* The address of what is shown. */
  write(): void {
    const told = new URLSearchParams();
    const set = (name: string, value: string) => value && told.set(name, value);
    set("q", one<HTMLInputElement>("find").value.trim());
    if (this.first !== this.usual[0]) set("from", this.register.iso(this.first));
    if (this.last !== this.usual[1]) set("to", this.register.iso(this.last));
    const shown = this.agencies();
    if (shown.length !== boxes("agency").length) set("agency", shown.join(",") || "-");
    for (const name of FIELDS) set(name, this.value(name));
    const kinds = this.kinds().join(",");
    if (kinds !== this.usualKinds) set("kinds", kinds || "-");
    if (this.view) set("view", `${this.view.zoom.toFixed(2)}/${this.view.lat.toFixed(5)}/${this.view.lon.toFixed(5)}`);
    set("sel", this.chosen);
    set("overlap", this.found);
    const text = told.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  }
}
