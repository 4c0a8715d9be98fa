// The menu of languages closes by Esc, by a click elsewhere and when the keyboard leaves it. Without it the menu still opens.
"use strict";

for (const menu of document.querySelectorAll("details.languages")) {
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.open) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
  addEventListener("click", event => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("focusout", event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
