/** The last scans, the newest first; those that let somebody in can be taken back. */
import { clock } from "../../domain/verdict_view.js";
import { mayUndo } from "../../domain/recent_scans.js";
import { createDialog } from "./dialog.js";
import { copyOf } from "./ticket_row.js";

const ICONS = { in: "check", undone: "undo", refused: "cross" };

/** How a scan is listed. Pure; `zone` is the event's. */
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

/** `onUndo(scan)` asks for the reason. */
export function createRecentDialog(element, { say, onUndo }) {
  const dialog = createDialog(element);
  const part = (name) => element.querySelector(`[data-${name}]`);

  function row({ scan, view }) {
    const made = copyOf(part("scan"));
    const write = (name, words) => (made.querySelector(`[data-part="${name}"]`).textContent = words);
    write("name", view.name || scan.ref);
    write("about", view.about);
    write("state", view.words);
    for (const icon of made.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== ICONS[view.state];
    made.dataset.state = view.state;
    const button = made.querySelector("[data-undo]");
    button.hidden = !view.canUndo;
    button.setAttribute("aria-label", say("recent_undo", { name: view.name || scan.ref }));
    button.addEventListener("click", () => {
      element.close();
      onUndo({ ...scan, name: view.name || scan.ref });
    });
    return made;
  }

  return {
    /** `scans` are `{ scan, view }`. */
    open(scans) {
      part("scans").replaceChildren(...scans.map(row));
      part("none").hidden = scans.length > 0;
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
