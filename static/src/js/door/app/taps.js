/** What each button does, by its name: those of the verdict view, the bar, the tools and the menu. */
import { bookingOf } from "../codes/codes.js";

/**
 * @param {ReturnType<typeof import("./scan_controller.js").createScanController>} controller
 * @param {ReturnType<typeof import("../ui/dialogs/dialogs.js").createDialogs>} dialogs
 * @param {{ open(): void }} checkup
 * @param {{ pairOffered(): void }} enrolment
 * @param {{ mode: ReturnType<typeof import("./mode.js").createMode>, save: () => void, say: import("../domain/types.js").Say }} others
 * @returns {Record<string, () => unknown>}
 */
export function createTaps(controller, dialogs, checkup, enrolment, others) {
  const { mode, save, say } = others;
  const shown = () => controller.current()?.result ?? null;

  return {
    next: controller.next,
    again: controller.again,
    undo: dialogs.undo,
    override: () => dialogs.override({ name: shown()?.ticket?.name ?? "", word: say(`${shown()?.verdict}_word`) }),
    group: () => dialogs.group(bookingOf(shown()?.ticket?.reference ?? "")),
    walk_in: dialogs.walkIn,
    find: dialogs.find,
    more: dialogs.menu,
    recent: dialogs.recent,
    samples: dialogs.practice,
    wipe: dialogs.wipe,
    preflight: checkup.open,
    pair: enrolment.pairOffered,
    practice: mode.togglePractice,
    direction: mode.turnRound,
    save,
  };
}
