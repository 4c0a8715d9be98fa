// Opens branches of a hierarchy in place: several at once, and the page stays where it is.
// Without it each is a link that opens the page with the branch, at its place.
"use strict";

for (const tree of document.querySelectorAll("main > .tree")) tree.addEventListener("click", turned);
for (const tree of document.querySelectorAll("main > .tree")) tree.addEventListener("keydown", event => {
  if (event.key === " " && event.target.matches("a.twig")) { event.preventDefault(); event.target.click(); }
});
for (const twig of document.querySelectorAll("main > .tree a.twig")) twig.setAttribute("role", "button");

async function turned(event) {
  const twig = event.target.closest("a.twig");
  if (!twig || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  if (twig.getAttribute("aria-busy") === "true") return;
  const item = twig.parentElement;
  let branch = item.querySelector(":scope > .tree");
  if (!branch) {
    twig.setAttribute("aria-busy", "true");
    branch = await fetched(twig.dataset.branch);
    twig.removeAttribute("aria-busy");
    if (!branch) { location.href = twig.href; return; }
    for (const place of branch.querySelectorAll("[id]")) if (document.getElementById(place.id)) place.removeAttribute("id");
    for (const inner of branch.querySelectorAll("a.twig")) inner.setAttribute("role", "button");
    item.append(branch);
    show(twig, branch, true);
  } else {
    show(twig, branch, branch.hidden || twig.getAttribute("aria-expanded") === "false");
  }
}

async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    return made.content.querySelector(".tree");
  } catch {
    return null;
  }
}

function show(twig, branch, isOpen) {
  branch.hidden = !isOpen;
  twig.setAttribute("aria-expanded", String(isOpen));
  twig.textContent = isOpen ? "−" : "+";
  remember();
}

// The address names what is open, so that who comes back finds it so.
function remember() {
  const address = new URL(location.href);
  for (const name of ["open", "at", "page"]) address.searchParams.delete(name);
  const twigs = document.querySelectorAll("main > .tree a.twig[aria-expanded=true]");
  const open = [...twigs].filter(twig => !twig.closest("[hidden]")).map(twig => twig.dataset.id);
  for (const id of open.slice(-20)) address.searchParams.append("open", id);
  address.hash = "";
  history.replaceState(null, "", address);
}
