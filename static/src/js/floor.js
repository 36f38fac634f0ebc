import { showStands, zoomable } from "./public/floor.js";

for (const view of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-floor-view]"))) zoomable(view);
showStands(document);
