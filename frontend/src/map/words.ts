/* The page's words: sentences with variables, digits as the reader writes them, text as it is searched. */

const lang = document.documentElement.lang;
const DIGITS: Record<string, string> = { fa: "۰۱۲۳۴۵۶۷۸۹", ar: "٠١٢٣٤٥٦٧٨٩" };
export const rtl = document.documentElement.dir === "rtl";

export function told<T>(id: string): T {
  return JSON.parse(document.getElementById(id)!.textContent!) as T;
}

let book: Record<string, string> | undefined;

export function say(key: string, about: Record<string, string | number> = {}): string {
  book ??= told<Record<string, string>>("map-words");
  return (book[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in about ? local(about[name]!) : whole,
  );
}

export function local(value: string | number): string {
  const digits = DIGITS[lang];
  return digits ? String(value).replace(/\d/g, (digit) => digits[+digit]!) : String(value);
}

/* One spelling for letters, digits and half-spaces, as the server's search has it. */
export function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/[\u200b-\u200f]/g, " ")
    .replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 1776))
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 1632))
    .replace(/\s+/g, " ")
    .trim();
}
