/** What was done, and how it is taken back or done nevertheless: the last scans, and the reasons. */
import { createRecentScans } from "../../domain/recent_scans.js";
import { createReasonDialog } from "./reason_dialog.js";
import { createRecentDialog, recentView } from "./recent_dialog.js";

/** @typedef {import("../../domain/types.js").Admission} Admission */

/**
 * @param {(name: string) => HTMLDialogElement} part
 * @param {Pick<import("../../app/engine.js").Engine, "store" | "figures" | "status">} engine
 * @param {Pick<import("./dialogs.js").Scanning["controller"], "undo" | "undoable" | "override">} controller
 * @param {{ say: import("../../domain/types.js").Say, language: string }} page
 */
export function createUndoDialogs(part, { store, figures, status }, controller, { say, language }) {
  const scans = createRecentScans(store);
  /** @type {Admission | null} */
  let undoing = null;
  const reason = createReasonDialog(part("reason"), { say, onReason: (kind, words) => (kind === "undo" ? undo(words) : controller.override(words)) });
  const recent = createRecentDialog(part("recent"), { say, onUndo: ask });

  /** @param {Admission | null} admission */
  function ask(admission) {
    undoing = admission;
    if (admission) reason.open("undo", { name: admission.name });
  }

  /** @param {string} words */
  function undo(words) {
    if (undoing) controller.undo(undoing, words);
    undoing = null;
  }

  return {
    all: [recent, reason],
    async recent() {
      const words = { say, language, zone: status.about()?.event.timezone ?? "UTC" };
      recent.open((await scans.list(figures.day())).map((scan) => ({ scan, view: recentView(scan, words) })));
    },
    undo: () => ask(controller.undoable()),
    /** @param {{ name: string, word: string }} about */
    override: (about) => reason.open("override", about),
    /** @param {import("../../domain/types.js").Settled[]} entries */
    settled: (entries) => void scans.settle(entries).catch(() => {}),
  };
}
