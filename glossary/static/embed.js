// Marks the terms of a glossary on pages of others, with pop-ups that say what they mean.
//
//   <script src="https://glossary.example/embed.js" data-in="main" defer></script>
//
// Everything in an element with data-glossary-term is a term (or its value names one). In the elements
// that data-in selects, terms are found by themselves: the first time each of them stands there.
// Other attributes: data-lang, data-vocabulary, data-most (so many terms; 100), data-style="none".
// Needs nothing else, and of the page's policy only this origin in script-src, style-src, connect-src.
(() => {
  "use strict";

  const TEXTS = {};
  const script = document.currentScript || document.querySelector('script[src*="/embed.js"]');
  const base = new URL(".", script.src).href;
  const asked = script.dataset;
  const most = Math.min(Number(asked.most) || 100, 1000);
  const LONGEST = 5, CANDIDATES = 3000, BATCH = 200, SENSES = 3;
  const SKIPPED = "a, button, input, textarea, select, option, label, summary, code, pre, kbd, samp, script, style, template, svg, math, iframe, [contenteditable], [data-glossary-skip], [data-glossary-term], .glossary-term";
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  const known = new Map(), marked = new WeakMap();
  let count = 0, opened = null;

  const languageOf = node => {
    const inside = node.nodeType === 1 ? node : node.parentElement;
    const named = inside && inside.closest("[lang]");
    return (named && named.lang) || asked.lang || document.documentElement.lang || "";
  };
  const key = (term, lang) => lang + "\n" + term;
  const textIn = lang => TEXTS[lang] || TEXTS[lang.split("-")[0]] || TEXTS[Object.keys(TEXTS)[0]];
  const rtl = lang => /^(ar|arc|az-Arab|ckb|dv|fa|he|ks|ku-Arab|pa-Arab|ps|sd|syr|ug|ur|yi)(-|$)/.test(lang);

  function made(name, className, text, lang) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    if (lang) { element.lang = lang; element.dir = rtl(lang) ? "rtl" : "ltr"; }
    return element;
  }

  // What the glossary says of terms: asked for once each, many at a time; a failure marks nothing.
  async function lookUp(terms) {
    const wanted = [...new Map(terms.map(one => [key(one.term, one.lang), one])).entries()]
      .filter(([name]) => !known.has(name));
    for (let start = 0; start < wanted.length; start += BATCH) {
      const some = wanted.slice(start, start + BATCH);
      const body = { terms: some.map(([, one]) => question(one)), per_page: SENSES };
      const answer = await fetch(base + "api/v1/lookup", {
        method: "POST", credentials: "omit", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      });
      if (!answer.ok) throw new Error("the glossary answered " + answer.status);
      const { results } = await answer.json();
      some.forEach(([name], place) => known.set(name, results[place].matches.filter(isSure)));
    }
  }

  function question({ term, lang }) {
    const made = { term };
    if (lang) made.lang = lang;
    if (asked.vocabulary) made.vocabulary = asked.vocabulary;
    return made;
  }

  const isSure = ({ match, concept }) => (match.kind === "preferred" || match.kind === "alternative")
    && (match.form === "exact" || match.form === "folded") && concept.status !== "deprecated";

  // Words of a text with their places; in scripts without spaces as the browser cuts them.
  function words(text, lang) {
    if (typeof Intl !== "undefined" && Intl.Segmenter) {
      let cutter;
      try { cutter = new Intl.Segmenter(lang || undefined, { granularity: "word" }); }
      catch { cutter = new Intl.Segmenter(undefined, { granularity: "word" }); }
      return [...cutter.segment(text)].filter(one => one.isWordLike)
        .map(one => ({ start: one.index, end: one.index + one.segment.length }));
    }
    return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)]
      .map(one => ({ start: one.index, end: one.index + one[0].length }));
  }

  // The runs of words of a text that may be terms, the longest first at each place.
  function candidates(text, lang) {
    const found = words(text, lang), runs = [];
    found.forEach((word, first) => {
      for (let last = Math.min(first + LONGEST, found.length) - 1; last >= first; last--) {
        const term = text.slice(word.start, found[last].end);
        const between = /[.;:!?()\[\]{}«»“”"\n。；：！？،؛؟]/.test(term);
        const short = term.length < 3 && !UNSPACED.test(term);
        if (!between && !short && term.length <= 100) runs.push({ start: word.start, end: found[last].end, term, lang });
      }
    });
    return runs;
  }

  function textsIn(container) {
    const walker = document.createTreeWalker(container, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: node => node.nodeType === 1
        ? (node.matches(SKIPPED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP)
        : (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP),
    });
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  }

  async function markStated(root) {
    const found = [...root.querySelectorAll("[data-glossary-term]:not([data-glossary-ready])")].slice(0, most);
    const terms = found.map(element => ({
      element, lang: languageOf(element),
      term: (element.dataset.glossaryTerm || element.textContent).trim().replace(/\s+/g, " ").slice(0, 200),
    })).filter(one => one.term);
    await lookUp(terms);
    for (const { element, term, lang } of terms) {
      const senses = known.get(key(term, lang));
      element.dataset.glossaryReady = "";
      if (!senses.length) continue;
      const button = wrap([...element.childNodes], lang, senses);
      element.append(button);
    }
  }

  async function markFound(container) {
    const seen = new Set(), texts = [];
    let left = CANDIDATES;
    for (const node of textsIn(container)) {
      const runs = candidates(node.data, languageOf(node));
      texts.push({ node, runs });
      for (const { term, lang } of runs) if (!seen.has(key(term, lang))) { seen.add(key(term, lang)); left--; }
      if (left <= 0) break;
    }
    await lookUp(texts.flatMap(one => one.runs));
    const done = marked.get(container) || new Set();
    marked.set(container, done);
    for (const { node, runs } of texts) {
      if (!node.isConnected) continue;
      const chosen = [];
      let after = 0;
      for (const run of runs) {
        const senses = known.get(key(run.term, run.lang)) || [];
        if (!senses.length || run.start < after) continue;
        after = run.end;
        const uri = senses[0].concept.uri;
        if (done.has(uri) || count + chosen.length >= most) continue;
        done.add(uri);
        chosen.push({ ...run, senses });
      }
      for (const { start, end, lang, senses } of chosen.reverse()) {
        const rest = node.splitText(start);
        rest.splitText(end - start);
        const place = rest.nextSibling, parent = rest.parentNode;
        parent.insertBefore(wrap([rest], lang, senses), place);
      }
    }
  }

  // A term as a button, with what it means behind it, so that both are read in order.
  function wrap(nodes, lang, senses) {
    const outer = made("span", "glossary-term"), button = made("button", "glossary-term-button");
    const place = made("span", "glossary-term-place");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    place.setAttribute("role", "status");
    place.id = "glossary-term-" + ++count;
    button.setAttribute("aria-controls", place.id);
    button.append(...nodes);
    outer.append(button, place);
    const term = { outer, button, place, senses, lang, timer: 0, byPointer: false };
    button.addEventListener("click", () => {
      clearTimeout(term.timer);
      if (opened === term && !term.byPointer) close(); else { term.byPointer = false; open(term); }
    });
    outer.addEventListener("pointerenter", event => {
      clearTimeout(term.timer);
      if (event.pointerType === "mouse" && opened !== term)
        term.timer = setTimeout(() => { term.byPointer = true; open(term); }, 400);
    });
    outer.addEventListener("pointerleave", () => {
      clearTimeout(term.timer);
      if (opened === term && term.byPointer) term.timer = setTimeout(() => { if (opened === term && term.byPointer) close(); }, 300);
    });
    outer.addEventListener("focusout", event => {
      if (opened === term && event.relatedTarget && !outer.contains(event.relatedTarget)) close();
    });
    return outer;
  }

  function open(term) {
    if (opened === term) return;
    close();
    const box = made("span", "glossary-popup");
    const texts = textIn(term.lang);
    for (const { concept, match } of term.senses) box.append(sense(concept, match, term.lang, texts));
    const shut = made("button", "glossary-popup-close", "×");
    shut.type = "button";
    shut.setAttribute("aria-label", texts.close);
    shut.lang = texts.lang;
    shut.addEventListener("click", () => { close(); term.button.focus(); });
    box.append(shut);
    term.place.append(box);
    term.button.setAttribute("aria-expanded", "true");
    opened = term;
    place(box);
  }

  function sense(concept, match, lang, texts) {
    const item = made("span", "glossary-sense");
    const tag = concept.terms[lang] ? lang : concept.terms[match.lang] ? match.lang : Object.keys(concept.terms)[0];
    const preferred = (concept.terms[tag] || []).find(one => one.status === "preferred") || { text: match.text };
    item.append(made("strong", "glossary-sense-term", preferred.text, tag));
    const told = concept.definitions[lang] ? lang : Object.keys(concept.definitions)[0];
    if (told) item.append(made("span", "glossary-sense-text", concept.definitions[told][0].text, told));
    const link = made("a", "glossary-sense-link", texts.more, texts.lang);
    link.href = concept.page;
    item.append(link);
    return item;
  }

  // Keeps the box inside the window; below the term, or above it where there is no room.
  function place(box) {
    const room = document.documentElement.clientWidth, edge = 8;
    let { left, right, bottom } = box.getBoundingClientRect();
    if (bottom > window.innerHeight && box.parentElement.parentElement.getBoundingClientRect().top > bottom - window.innerHeight)
      box.classList.add("glossary-popup-above");
    const shift = left < edge ? edge - left : right > room - edge ? Math.max(room - edge - right, edge - left) : 0;
    if (shift) box.style.translate = shift + "px 0";
  }

  function close() {
    if (!opened) return;
    const { button, place, outer } = opened;
    const inside = place.contains(document.activeElement);
    opened.byPointer = false;
    opened = null;
    place.replaceChildren();
    button.setAttribute("aria-expanded", "false");
    if (inside && outer.isConnected) button.focus();
  }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && opened) { event.stopPropagation(); close(); }
  }, true);
  document.addEventListener("pointerdown", event => {
    if (opened && !opened.outer.contains(event.target)) close();
  });

  async function mark(root = document) {
    try {
      await markStated(root);
      const selector = asked.in;
      if (!selector) return;
      const inside = [...root.querySelectorAll(selector)];
      if (root.nodeType === 1 && root.matches(selector)) inside.unshift(root);
      for (const container of inside) await markFound(container);
    } catch (error) {
      console.warn("glossary:", error.message); // the page stays as it is
    }
  }

  function begin() {
    if (asked.style !== "none") {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = base + "embed.css";
      document.head.append(sheet);
    }
    mark().then(done);
  }

  let done;
  window.glossaryTerms = { mark, ready: new Promise(fulfil => { done = fulfil; }) };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
