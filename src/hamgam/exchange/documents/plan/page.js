/* The plan page reads without this; it adds languages, the theme, and opens what is folded before printing. */
(() => {
  "use strict";
  const root = document.documentElement;
  const page = document.getElementById("page");
  const held = { [root.lang]: { dir: root.dir, title: document.title, nodes: null } };
  for (const other of document.querySelectorAll("template[data-lang]"))
    held[other.dataset.lang] = { dir: other.dataset.dir, title: other.dataset.title, content: other.content };
  const wire = () => {
    for (const button of page.querySelectorAll("button[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
    page.querySelector(".theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    });
  };
  const speak = (language) => {
    if (language === root.lang) return;
    const open = [...page.querySelectorAll("details")].map((part) => part.open);
    const next = held[language];
    held[root.lang].nodes = [...page.childNodes];
    page.replaceChildren(...(next.nodes || [next.content]));
    Object.assign(root, { lang: language, dir: next.dir });
    document.title = next.title;
    page.querySelectorAll("details").forEach((part, i) => {
      part.open = open[i];
    });
    if (!next.nodes) wire();
    page.querySelector(`button[data-lang=${language}]`).focus();
  };
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...page.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
  });
  root.classList.add("live");
  wire();
})();
