/* Drawing on the map: the pen, what the drawn work would meet, and the few fields that record it. */

import type { Atlas } from "./atlas";
import type { Answer } from "./foresee";
import { Foresight, placesOf } from "./foresee";
import { icon, make, one } from "./page";
import type { Drawn, Kind } from "./pen";
import { KINDS, length, Pen, written } from "./pen";
import { streetsOf } from "./streets";
import { local, say } from "./words";
import type { Work } from "./works";

const USUAL_DAYS = 14;

/* A day as people write it: Jalali figures on a Persian page, else year-month-day. */
function figures(iso: string): string {
  if (document.documentElement.lang !== "fa") return iso;
  const parts = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: "UTC" }).formatToParts(new Date(`${iso}T00:00:00Z`));
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return local(`${part("year")}/${part("month")}/${part("day")}`);
}

function fieldOf(label: string, control: HTMLElement, name: string): HTMLElement {
  control.id = `draw-${name}`;
  control.className = "in-";
  (control as HTMLInputElement).name = name;
  const made = make("label", { text: label });
  made.htmlFor = control.id;
  return make("div", { cls: "f", kids: [made, control] });
}

export function choices(kinds: readonly Kind[], begin: (kind: Kind) => void): HTMLElement[] {
  const buttons = kinds.map((kind) => {
    const button = make("button", { text: say(`draw_${kind}`) });
    button.type = "button";
    button.addEventListener("click", () => begin(kind));
    button.dataset["pen"] = kind;
    return button;
  });
  return buttons;
}

export function pressed(kind: Kind | ""): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-pen]")) {
    button.setAttribute("aria-pressed", String(button.dataset["pen"] === kind));
  }
}

/* What it would meet, as a list of sentences. */
export function metList(answer: Answer, address: (id: string) => string): HTMLElement {
  const items = answer.findings.slice(0, 8).map((found) => {
    const kids: (Node | string)[] = [make("span", { cls: `st tag ${found.tone}`, kids: [icon(found.shape), found.word] }), " ", found.text];
    if (found.other) {
      const link = make("a", { text: found.other.title });
      link.href = address(found.other.id);
      kids.push(make("span", { cls: "muted", kids: [" · ", link, ` (${found.other.by}، ${found.other.days})`] }));
    }
    return make("li", { kids });
  });
  return make("div", { kids: [make("p", { kids: [make("b", { text: answer.said })] }), make("ul", { cls: "bare small", kids: items })] });
}

export class Drawing {
  private panel = one("drawing");
  private pen: Pen | undefined;
  private foresight: Foresight;
  private form = make("form");
  private hint = make("p", { cls: "small muted" });
  private measured = make("p", { cls: "small num" });
  private met = make("div", { cls: "small" });
  private line = make("input");
  private address = make("input");
  private drawn: Drawn | undefined;

  constructor(
    private atlas: Atlas,
    private work: Work | undefined,
    private done: () => void,
  ) {
    this.foresight = new Foresight(atlas.told.foresee, (answer, faults) => this.foreseen(answer, faults));
    this.build();
    void this.begin();
  }

  private async begin(): Promise<void> {
    const streets = await streetsOf(this.atlas.told.ground);
    this.pen = new Pen(this.atlas.map, streets, (drawn, isDone) => this.changed(drawn, isDone));
    if (this.work && this.pen.mend(this.work.shape)) {
      pressed("");
      this.hint.textContent = say("draw_edit_hint");
    } else this.start("line");
    this.panel.dataset["ready"] = "1";
  }

  private start(kind: Kind): void {
    this.pen?.begin(kind);
    pressed(kind);
    this.hint.textContent = say(`draw_${kind}_hint`);
    this.atlas.map.getCanvas().focus({ preventScroll: true });
  }

  private build(): void {
    const shut = make("button", { cls: "plain shut", text: "×" });
    shut.type = "button";
    shut.setAttribute("aria-label", say("close"));
    shut.addEventListener("click", () => this.end());
    const again = this.button(say("draw_again"), () => this.start(this.pen?.kind ?? "line"));
    const middle = this.button(say("draw_middle"), () => this.pen?.middle());
    this.met.setAttribute("aria-live", "polite");
    this.panel.replaceChildren(
      shut,
      make("h2", { text: say(this.work ? "edit_title" : "draw_title") }),
      make("div", { cls: "choice", kids: choices(KINDS, (kind) => this.start(kind)) }),
      this.hint,
      make("p", { cls: "row", kids: [again, middle] }),
      this.measured,
      this.met,
      this.fields(),
    );
    this.panel.hidden = false;
    this.panel.addEventListener("keydown", this.escape);
    this.changed(undefined, false);
  }

  private escape = (event: KeyboardEvent): void => {
    if (event.code === "Escape") this.end();
  };

  private button(text: string, act: () => void): HTMLElement {
    const made = make("button", { cls: "btn btn-link", text });
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  private fields(): HTMLElement {
    const { form, work, atlas } = this;
    const { sent } = atlas.register;
    const first = work ? work.begins : Math.max(sent.today + 1, 0);
    const last = work ? work.ends : first + USUAL_DAYS;
    const day = (number: number) => Object.assign(make("input"), { value: figures(atlas.register.iso(number)), autocomplete: "off" });
    const activity = make("select");
    for (const [key, name] of sent.activities) activity.append(new Option(name, key, false, work ? sent.activities[work.activity]![0] === key : false));
    const title = Object.assign(make("input"), { value: work?.title ?? "", maxLength: 300, required: true });
    this.line.type = this.address.type = "hidden";
    this.line.name = "line";
    this.address.name = "address";
    const dates = make("div", { cls: "two", kids: [fieldOf(say("from_day"), day(first), "begins"), fieldOf(say("to_day"), day(last), "ends")] });
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")!.cloneNode() as HTMLInputElement;
    const save = make("button", { cls: "btn btn-primary", text: say(work ? "more_fields" : "save_work") });
    const full = make("button", { cls: "btn btn-link", text: say("more_fields") });
    full.formMethod = "get";
    full.formNoValidate = true;
    form.method = work ? "get" : "post";
    form.action = work ? atlas.told.edit.replace("ID", encodeURIComponent(work.id)) : atlas.told.record;
    const usual: [string, string][] = [["kind", "work"], ["stage", "planned"], ["impact", "unknown"], ["sharing", "agencies"]];
    const hidden = usual.map(([name, value]) => Object.assign(make("input"), { type: "hidden", name, value }));
    const told = [fieldOf(say("title_field"), title, "title"), fieldOf(say("activity"), activity, "activity"), dates];
    form.replaceChildren(
      ...(work ? [] : [token, ...hidden, ...told, this.address]),
      this.line,
      make("div", { cls: "row", kids: work ? [save] : [save, full] }),
    );
    form.addEventListener("input", () => this.ask());
    return form;
  }

  private changed(drawn: Drawn | undefined, isDone: boolean): void {
    this.drawn = drawn;
    this.line.value = drawn ? written(drawn) : "";
    for (const button of this.form.querySelectorAll("button")) button.disabled = !drawn;
    if (!drawn) {
      this.foresight.stop();
      this.measured.textContent = say("draw_waiting");
      this.met.replaceChildren();
      this.atlas.put("foreseen", { type: "FeatureCollection", features: [] });
      return;
    }
    if (drawn.type === "LineString") this.measured.textContent = say("measure", { metres: Math.round(length(drawn.coordinates)) });
    else this.measured.textContent = "";
    if (isDone) pressed("");
    this.ask();
  }

  private ask(): void {
    if (!this.drawn) return;
    const told = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, String(value)]));
    if (this.work) {
      const { iso } = { iso: (day: number) => this.atlas.register.iso(day) };
      Object.assign(told, { work: this.work.id, begins: iso(this.work.begins), ends: iso(this.work.ends), activity: this.atlas.register.sent.activities[this.work.activity]![0] });
    }
    this.met.textContent ||= say("asking");
    this.foresight.ask(this.drawn, told);
  }

  private foreseen(answer: Answer | undefined, faults?: Record<string, string[]>): void {
    if (!answer) {
      const told = Object.values(faults ?? {}).flat();
      this.met.replaceChildren(make("p", { cls: "st bad", text: told.join(" ") || say("not_asked") }));
      return;
    }
    if (!this.drawn) return;
    this.address.value = answer.street;
    const where = answer.street ? [make("p", { cls: "muted", text: answer.street })] : [];
    this.met.replaceChildren(...where, metList(answer, (id) => this.atlas.told.work.replace("ID", encodeURIComponent(id))));
    this.met.dataset["count"] = String(answer.findings.length);
    const features = answer.findings.flatMap((found, n) => this.atlas.foundFeatures(placesOf(found), found.kind, found.blocks ? "high" : "medium", n));
    this.atlas.put("foreseen", { type: "FeatureCollection", features });
  }

  private end(): void {
    this.foresight.stop();
    this.pen?.end();
    this.panel.hidden = true;
    delete this.panel.dataset["ready"];
    this.panel.removeEventListener("keydown", this.escape);
    this.done();
  }
}
