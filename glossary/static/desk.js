// The translator's desk: keeps what is typed, copies suggestions, goes on by keys. Without it the form still works.
"use strict";

const form = document.getElementById("sheet");
if (form) desk(form);

function desk(form) {
  const status = document.getElementById("status");
  const keys = document.getElementById("keys");
  const fields = [...form.querySelectorAll("[name^='text-']")];
  const store = "desk " + location.pathname;
  const first = fields.find(one => one.autofocus);
  let kept = typed(), timer = 0, sending = false;

  function tell(text) { status.textContent = ""; requestAnimationFrame(() => { status.textContent = text; }); }

  function typed() {
    const data = new FormData(form);
    for (const name of ["csrf_token", "website", "action"]) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  // What is typed is kept as people type: by the site for those who are signed in, else by the browser until it is closed.
  async function keep(leaving) {
    clearTimeout(timer);
    const now = typed();
    if (sending || now === kept || !fields.some(one => !one.readOnly)) return;
    kept = now;
    if (!form.dataset.signed) { remember(now); return; }
    const data = new FormData(form);
    data.set("action", "draft");
    data.set("quiet", "yes");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(data), keepalive: leaving });
      if (!answer.ok) throw new Error(answer.status);
      if (!leaving) tell(form.dataset.saved);
    } catch {
      kept = "";
      if (!leaving) tell(form.dataset.failed);
    }
  }

  function remember(text) {
    try { sessionStorage.setItem(store, text); } catch { /* the browser keeps nothing */ }
  }

  function restore() {
    if (form.dataset.signed) return;
    let found = null;
    try { found = sessionStorage.getItem(store); } catch { /* the browser keeps nothing */ }
    if (!found) return;
    const old = new URLSearchParams(found);
    let back = false;
    for (const input of fields) {
      const base = input.name.replace("text-", "base-"), text = old.get(input.name);
      const same = form.elements[base].value === old.get(base); // else someone has changed the text meanwhile
      if (same && text && text !== input.value) { input.value = text; back = true; }
    }
    if (back) tell(form.dataset.restored);
  }

  restore();
  if (first) first.scrollIntoView({ block: "nearest" }); // the bar below must not hide it
  if (form.dataset.signed) form.classList.add("keeps");
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1500, false); });
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(true); });
  addEventListener("pagehide", () => keep(true));
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    try { sessionStorage.removeItem(store); } catch { /* the browser keeps nothing */ }
  });
  addEventListener("pageshow", event => { if (event.persisted) sending = false; });

  // suggestions: a button each, and a number that is its key
  const suggestions = [...document.querySelectorAll("[data-copy]")];
  suggestions.forEach((item, place) => {
    if (fields.every(one => one.readOnly)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "use";
    const number = place < 9 ? String(place + 1) : "";
    button.textContent = number || "+";
    button.setAttribute("aria-label", form.dataset.use + ": " + item.dataset.copy);
    if (number) button.setAttribute("aria-keyshortcuts", "Alt+" + number);
    button.addEventListener("click", () => copy(item));
    item.prepend(button);
  });

  function copy(item) {
    const target = form.elements["text-" + item.dataset.slot];
    if (!target || target.readOnly) return;
    target.focus();
    // execCommand, although old: the only way that leaves undoing to the browser
    target.select();
    if (!document.execCommand("insertText", false, item.dataset.copy)) target.value = item.dataset.copy;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    tell(form.dataset.copied);
  }

  const button = document.getElementById("show-keys");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => keys.showModal());
  }

  function go(address) { if (address) { keep(true); location.href = address; } }

  addEventListener("keydown", event => {
    if (event.isComposing || keys.open) return;
    const send = form.querySelector("button[value=send]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && send) {
      event.preventDefault();
      form.requestSubmit(send);
    } else if (event.altKey && !event.ctrlKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && !event.target.matches("select")) {
      event.preventDefault();
      go(event.key === "ArrowDown" ? form.dataset.next : form.dataset.previous);
    } else if (event.altKey && !event.ctrlKey && /^(Digit|Numpad)[1-9]$/.test(event.code)) {
      const item = suggestions[Number(event.code.slice(-1)) - 1];
      if (item) { event.preventDefault(); copy(item); }
    } else if ((event.ctrlKey || event.metaKey) && event.key === "/") {
      event.preventDefault();
      keys.showModal();
    }
  });
}
