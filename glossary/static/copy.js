// Adds to what can be copied a button that copies it. Without it the text is there to be selected.
"use strict";

for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.className = "copy";
  button.textContent = text.dataset.copy;
  button.setAttribute("aria-label", text.dataset.copy + ": " + text.textContent.trim().slice(0, 80));
  said.className = "unseen";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
    } catch { // no permission, or no secure address: select it, so that it can be copied by hand
      getSelection().selectAllChildren(text);
      return;
    }
    button.textContent = said.textContent = text.dataset.copied;
    setTimeout(() => { button.textContent = text.dataset.copy; said.textContent = ""; }, 2500);
  });
  text.after(button, said);
}
