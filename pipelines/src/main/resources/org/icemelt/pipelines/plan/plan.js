// Shows a box's settings while one points at it or has tabbed to it.
"use strict";
const card = document.getElementById("card");
for (const box of document.querySelectorAll("svg g.step, svg g.dataset")) {
  const title = box.querySelector("title");
  const show = () => { card.textContent = title.textContent; };
  box.setAttribute("tabindex", "0");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", title.textContent);
  box.addEventListener("focus", show);
  box.addEventListener("pointerenter", show);
}
