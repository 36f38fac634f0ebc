/** The last scans, the newest first; those that let somebody in can be taken back. */
import { clock } from "../../domain/verdict_view.js";
import { mayUndo } from "../../domain/recent_scans.js";
import { find, findAll, showOnly } from "../elements.js";
import { createDialog } from "./dialog.js";
import { copyOf } from "./ticket_row.js";

/**
 * @typedef {import("../../domain/types.js").RecentScan} RecentScan
 * @typedef {{ state: string, name: string, about: string, words: string, canUndo: boolean }} View
 */

/** @type {Record<string, string>} */
const ICONS = { in: "check", undone: "undo", refused: "cross" };

/**
 * How a scan is listed. Pure; `zone` is the event's.
 * @param {RecentScan} scan
 * @param {{ say: import("../../domain/types.js").Say, language: string, zone: string }} words
 * @returns {View}
 */
export function recentView(scan, { say, language, zone }) {
  const state = scan.isUndone ? "undone" : mayUndo(scan) ? "in" : scan.verdict === "left" ? "left" : "refused";
  const kind = scan.isUndone ? "undone" : (scan.verdict ?? "checking");
  return {
    state,
    name: scan.name || (scan.ref ? "" : scan.action === "walk_in" ? say("walk_in_line") : say("recent_code", { code: scan.code })),
    about: [scan.ref, clock(scan.at, language, zone)].filter(Boolean).join(" · "),
    words: say(`${kind}_word`),
    canUndo: mayUndo(scan),
  };
}

/**
 * `onUndo(scan)` asks for the reason.
 * @param {HTMLDialogElement} element
 * @param {{ say: import("../../domain/types.js").Say, onUndo(admission: RecentScan): void }} parts
 */
export function createRecentDialog(element, { say, onUndo }) {
  const dialog = createDialog(element);
  const part = (/** @type {string} */ name) => find(element, `[data-${name}]`, HTMLElement);
  const template = find(element, "[data-scan]", HTMLTemplateElement);

  /** @param {{ scan: RecentScan, view: View }} listed */
  function row({ scan, view }) {
    const made = copyOf(template);
    const name = view.name || scan.ref || "";
    const words = { name, about: view.about, state: view.words };
    for (const [key, text] of Object.entries(words)) find(made, `[data-part="${key}"]`, HTMLElement).textContent = text;
    showOnly(findAll(made, "[data-icon]"), "icon", [ICONS[view.state] ?? ""]);
    made.dataset.state = view.state;
    const button = find(made, "[data-undo]", HTMLElement);
    button.hidden = !view.canUndo;
    button.setAttribute("aria-label", say("recent_undo", { name }));
    button.addEventListener("click", () => {
      element.close();
      onUndo({ ...scan, name });
    });
    return made;
  }

  return {
    /** `scans` are `{ scan, view }`. @param {{ scan: RecentScan, view: View }[]} scans */
    open(scans) {
      part("scans").replaceChildren(...scans.map(row));
      part("none").hidden = scans.length > 0;
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
