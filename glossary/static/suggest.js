// Completes terms while typing: an ARIA combobox over the search boxes. Without it the form still works.
"use strict";

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);

function combobox(input) {
  const box = input.parentElement;
  const vocabularies = JSON.parse(input.dataset.vocabularies);
  const list = document.createElement("ul");
  const status = document.createElement("div");
  let found = [], active = -1, timer = 0, request = null;

  list.id = input.id + "-options";
  list.className = "options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0] ? input.labels[0].textContent : "");
  status.className = "unseen";
  status.setAttribute("role", "status");
  box.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]])
    input.setAttribute(name, value);

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", event => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) { ask(); return; }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + found.length + 1) % (found.length + 1));
    } else if (event.key === "Escape") {
      clearTimeout(timer); // what was asked for shall not open the list afterwards
      if (!list.hidden) event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0 && active < found.length) {
      event.preventDefault();
      open(found[active]);
    }
  });

  async function ask() {
    const text = input.value.trim();
    if (request) request.abort();
    if (!text) { close(); return; }
    request = new AbortController();
    const query = new URLSearchParams({ q: text, lang: input.dataset.lang, limit: 8 });
    try {
      const answer = await fetch(input.dataset.suggest + "?" + query, { signal: request.signal });
      if (!answer.ok) { close(); return; }
      show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(suggestions) {
    found = suggestions;
    active = -1;
    list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement("li");
      const term = document.createElement("span");
      const other = document.createElement("span");
      option.id = list.id + "-" + place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      term.lang = one.lang;
      term.dir = "auto";
      term.textContent = one.text;
      const tag = one.concept.label[input.dataset.lang] ? input.dataset.lang : "en";
      const named = one.concept.label[tag];
      other.className = "quiet";
      if (named && named !== one.text) {
        const translated = document.createElement("span");
        translated.lang = tag;
        translated.dir = "auto";
        translated.textContent = named;
        other.append(translated, " · ");
      }
      other.append(vocabularies[one.concept.vocabulary] || one.concept.vocabulary);
      if (one.apart) {
        const [language, text] = [tag, input.dataset.lang, ...Object.keys(one.apart.label)].filter(lang => lang in one.apart.label).map(lang => [lang, one.apart.label[lang]])[0];
        const apart = document.createElement("span");
        apart.lang = language;
        apart.dir = "auto";
        apart.textContent = text;
        other.append(" · ", apart);
      }
      option.append(term, other);
      option.addEventListener("mousedown", event => { event.preventDefault(); open(one); });
      return option;
    }));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = input.dataset.count.replace("{n}", found.length);
  }

  function choose(place) {
    active = place;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    if (place < found.length) {
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function open(one) {
    location.href = input.dataset.page + encodeURIComponent(one.concept.vocabulary) + "/" + encodeURIComponent(one.concept.id);
  }

  function close() {
    if (request) request.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}
