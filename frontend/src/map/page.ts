/* The page's own elements. */

export function one<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  about: { cls?: string; text?: string; kids?: (Node | string)[] } = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (about.cls) made.className = about.cls;
  if (about.text) made.textContent = about.text;
  if (about.kids) made.append(...about.kids);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function draw(name: string, told: Record<string, string | number>, kids: Node[] = []): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(told)) made.setAttribute(key, String(value));
  made.append(...kids);
  return made;
}

export function icon(name: string): SVGElement {
  return draw("svg", { class: "i", "aria-hidden": "true" }, [draw("use", { href: `#${name}` })]);
}

/* The line by which an agency is known, taken from the page's own legend. */
export function swatch(slot: number): SVGElement {
  const known = document.querySelector<SVGElement>(`#legend svg.a${slot}`);
  return known ? (known.cloneNode(true) as SVGElement) : draw("svg", { class: `sw a${slot}`, "aria-hidden": "true" });
}

/* A token of the page's stylesheet as the colour it is in the reader's theme. */
export function colour(token: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
