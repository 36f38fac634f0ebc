import { planEditor } from "./organiser/plan/editor.js";
import { placing } from "./organiser/placing.js";

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-placing]"))) placing(root);
for (const plan of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-plan]"))) planEditor(plan);
