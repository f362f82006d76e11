"use strict";
(() => {
  const id = (name) => document.getElementById(name);
  const all = (root, query) => Array.from(root.querySelectorAll(query));
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const form = id("bar");
  const query = id("query");
  const MARKED = 400;

  // The page's tree is read once; filtering looks at these objects and touches an element only where it changes.
  const shown = new WeakMap();
  const show = (element, wanted) => {
    if ((shown.get(element) ?? true) === wanted) return;
    shown.set(element, wanted);
    element.hidden = !wanted;
  };
  const card = (element) => ({
    element,
    outcome: element.dataset.o,
    check: element.dataset.k,
    restored: "r" in element.dataset,
    words: null,
  });
  const strip = (element) => ({
    element,
    cards: all(element, ".f").map(card),
    rests: all(element, ".rest").map((rest) => ({ rest, at: all(rest, ".f") })),
    text: element.querySelector(".text") ?? element,
    words: null,
  });
  const sheets = all(document, ".doc").map((element) => ({
    element,
    name: element.id,
    head: element.querySelector("header"),
    strips: all(element, ".strip, .gap").map(strip),
    words: null,
  }));
  const words = (held, element) => (held.words ??= plain(element.textContent));

  const asked = () => {
    const outcomes = new Set(all(form, "[name=outcome]:checked").map((box) => box.value));
    if (outcomes.delete("failed")) for (const kind of ["error", "warning", "notice"]) outcomes.add(kind);
    const restored = id("restored").checked;
    const check = id("check").value;
    const name = id("document").value;
    const text = plain(query.value.trim());
    const facets = outcomes.size > 0 || restored || check !== "";
    return { outcomes, restored, check, name, text, facets, any: facets || name !== "" || text !== "" };
  };
  const fits = (one, want) =>
    (want.outcomes.size === 0 || want.outcomes.has(one.outcome)) &&
    (!want.restored || one.restored) &&
    (want.check === "" || one.check === want.check);

  // What the filter unfolds it folds again; what the reader unfolded stays.
  const unfolded = new WeakSet();
  const unfold = (element, wanted) => {
    if (wanted === unfolded.has(element)) return;
    if (wanted) unfolded.add(element);
    else unfolded.delete(element);
    element.open = wanted;
  };

  const filterStrip = (one, want, open) => {
    const hit = open || words(one, one.text).includes(want.text);
    const kept = new Set();
    for (const item of one.cards) {
      const wanted = fits(item, want) && (hit || words(item, item.element).includes(want.text));
      show(item.element, wanted);
      if (wanted) kept.add(item.element);
    }
    for (const { rest, at } of one.rests) {
      const some = at.filter((element) => kept.has(element));
      show(rest, some.length > 0);
      unfold(rest, some.length > 0 && (want.outcomes.has(some[0].dataset.o) || (want.text !== "" && !hit)));
    }
    if (one.element.matches("details")) unfold(one.element, hit && !open && !want.facets);
    const wanted = kept.size > 0 || (!want.facets && hit);
    show(one.element, wanted);
    return { wanted, count: kept.size };
  };
  const filterSheet = (one, want) => {
    if (want.name !== "" && one.name !== want.name) {
      show(one.element, false);
      return { wanted: false, count: 0 };
    }
    const open = want.text === "" || words(one, one.head).includes(want.text);
    let wanted = !want.facets && open;
    let count = 0;
    for (const item of one.strips) {
      const found = filterStrip(item, want, open);
      wanted = wanted || found.wanted;
      count += found.count;
    }
    show(one.element, wanted);
    return { wanted, count };
  };
  const filter = () => {
    const began = performance.now();
    const want = asked();
    let count = 0;
    let documents = 0;
    for (const one of sheets) {
      const found = filterSheet(one, want);
      count += found.count;
      documents += found.wanted ? 1 : 0;
    }
    id("shown").textContent = `${want.any ? "符合条件" : "共"} ${count} 条结论，${documents} 篇文档`;
    id("empty").hidden = documents > 0;
    light(want.text);
    performance.measure("filter", { start: began });
  };

  // Words are lit without touching the tree, where the browser can; elsewhere the rows found are enough.
  const light = (text) => {
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("found");
    if (text === "") return;
    const ranges = [];
    for (const one of sheets) {
      if (one.element.hidden) continue;
      for (const row of [one.head, ...one.strips.filter((item) => !item.element.hidden).map((item) => item.element)]) {
        lightIn(row, text, ranges);
        if (ranges.length >= MARKED) break;
      }
      if (ranges.length >= MARKED) break;
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };
  const lightIn = (row, text, ranges) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && ranges.length < MARKED; node = walker.nextNode()) {
      const low = node.data.toLowerCase();
      for (let at = low.indexOf(text); at >= 0; at = low.indexOf(text, at + text.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        ranges.push(range);
      }
    }
  };

  // A jump leads to what may be filtered away, folded, or not yet laid out.
  let here = null;
  const reveal = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      if (up.hidden) show(up, true);
      if (up.tagName === "DETAILS") up.open = true;
    }
  };
  const settle = (element, tries) => {
    element.scrollIntoView({ block: "center" });
    if (tries > 0) requestAnimationFrame(() => settle(element, tries - 1));
  };
  const jump = (name) => {
    const element = id(name) ?? id(name.replace(/-p-.*$/s, ""));
    if (!element) return false;
    const place = element.closest(".mark, .f") ?? element;
    reveal(place);
    here?.classList.remove("here");
    here = place;
    if (place.matches(".mark, .f")) place.classList.add("here");
    if (place.matches(".doc, .bar")) place.scrollIntoView();
    else settle(place, 2);
    place.focus({ preventScroll: true });
    return true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const name = decodeURIComponent(link.hash.slice(1));
    if (!jump(name)) return;
    event.preventDefault();
    history.pushState(null, "", link.hash);
  });
  addEventListener("popstate", () => jump(decodeURIComponent(location.hash.slice(1))));

  // The passages that a finding speaks of light up while it is pointed at or focused.
  let lit = [];
  const point = (event) => {
    const links = event.target.closest?.(".f")?.querySelectorAll("a[href^='#']") ?? [];
    for (const mark of lit) mark.classList.remove("lit");
    lit = Array.from(links, (link) => id(link.hash.slice(1))?.closest(".mark")).filter(Boolean);
    for (const mark of lit) mark.classList.add("lit");
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);

  const step = (forward) => {
    const open = all(document, "article.f").filter((element) => !element.closest("[hidden]"));
    const at = here?.matches("article.f") ? open.indexOf(here) : -1;
    const next = open[at < 0 ? 0 : at + (forward ? 1 : -1)];
    if (next) jump(next.id);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      event.preventDefault();
      query.focus();
    } else if (event.key === "j" || event.key === "k") step(event.key === "j");
  });

  for (const link of all(document, "a.else")) {
    const there = id(link.hash.slice(1).replace(/-p-.*$/s, ""));
    if (there) link.textContent = there.querySelector("h2").textContent;
    else link.replaceWith("未列入本报告的文档");
  }

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  };
  query.addEventListener("input", soon);
  form.addEventListener("change", (event) => event.target !== query && filter());
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  new ResizeObserver(() => {
    const stuck = getComputedStyle(form).position === "sticky";
    document.documentElement.style.setProperty("--bar", stuck ? `${form.offsetHeight}px` : "0px");
  }).observe(form);
  filter();
  if (location.hash) jump(decodeURIComponent(location.hash.slice(1)));
})();
