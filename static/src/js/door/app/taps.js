/** What each button does, by its name: those of the verdict view, the bar, the tools and the menu. */
import { bookingOf } from "../codes/codes.js";

/**
 * @param {any} controller
 * @param {any} dialogs
 * @param {{ open(): void }} checkup
 * @param {any} enrolment
 * @param {{ mode: any, save: () => void, say: import("../domain/types.js").Say }} others
 * @returns {Record<string, () => void>}
 */
export function createTaps(controller, dialogs, checkup, enrolment, others) {
  const { mode, save, say } = others;
  const shown = () => controller.current().result;

  return {
    next: controller.next,
    again: controller.again,
    undo: dialogs.undo,
    override: () => dialogs.override({ name: shown().ticket.name, word: say(`${shown().verdict}_word`) }),
    group: () => dialogs.group(bookingOf(shown().ticket.reference)),
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
