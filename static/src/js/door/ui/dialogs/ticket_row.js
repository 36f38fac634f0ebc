import { find, findAll, showOnly } from "../elements.js";

/** A ticket in a list: who, which, and where that person is. @type {Record<string, string>} */
const ICONS = { in: "check", out: "out", cancelled: "cross", wrong_day: "cross" };

/**
 * `view`: { ref, name, type, state, at }; `row` is an element made from the template of the list.
 * @param {HTMLElement} row
 * @param {import("../../domain/types.js").TicketView} view
 * @param {import("../../domain/types.js").Say} say
 */
export function fillTicket(row, view, say) {
  const part = (/** @type {string} */ name) => find(row, `[data-part="${name}"]`, HTMLElement);
  part("name").textContent = view.name || say("nameless");
  part("about").textContent = [view.type, view.ref].filter(Boolean).join(" · ");
  part("state").textContent = stateWords(view, say);
  showOnly(findAll(row, "[data-icon]"), "icon", [ICONS[view.state] ?? ""]);
  row.dataset.state = view.state;
  return row;
}

/** @param {Pick<import("../../domain/types.js").TicketView, "state" | "at">} view @param {import("../../domain/types.js").Say} say */
export function stateWords({ state, at }, say) {
  const timed = at && ["in", "out"].includes(state);
  return timed ? say(`state_${state}_at`, { at }) : say(`state_${state}`);
}

/** @param {{ state: string }} view */
export const mayEnter = ({ state }) => state === "valid" || state === "out";

/** @param {HTMLTemplateElement} template */
export function copyOf(template) {
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new TypeError("an empty template");
  return copy;
}
