/** What changed somewhere is written where it shows. */
import { DATED } from "../domain/verdict_view.js";

/**
 * @typedef {object} Places
 * @property {ReturnType<typeof import("../ui/bar.js").createBar>} bar
 * @property {ReturnType<typeof import("../ui/screens.js").createScreens>} screens
 * @property {ReturnType<typeof import("../ui/progress.js").createProgress>} progress
 */

/**
 * @param {import("./engine.js").Engine} engine
 * @param {Places} places
 * @param {{ controller: ReturnType<typeof import("./scan_controller.js").createScanController>, dialogs: ReturnType<typeof import("../ui/dialogs/dialogs.js").createDialogs> }} scanning
 * @param {() => { practice: boolean, direction: string }} mode
 * @param {() => { unsent: number, isSaid: boolean }} note
 */
export function createUpdates(engine, places, scanning, mode, note) {
  const { bar, screens, progress } = places;
  const { controller, dialogs } = scanning;
  const { status, sync, figures, session } = engine;

  function changed() {
    const [list, stuck, screen] = [sync.list(), figures.unsentBy(), session.screen()];
    bar.show({ online: status.isOnline(), about: figures.about(), listAt: list.at, list, unsent: stuck.waiting, stuck, trouble: engine.trouble(), ...mode() });
    screens.kept(stuck);
    controller.refresh();
    if (screen === "locked") screens.locked(note());
    if (screen === "over") screens.over(note());
  }

  return {
    changed,
    /** @param {{ complete: boolean }} list */
    listChanged({ complete }) {
      if (complete) progress.hide();
      changed();
      dialogs.refresh();
    },
    /** @param {import("../domain/types.js").Settled[]} entries */
    settled(entries) {
      controller.answered(entries);
      dialogs.settled(entries);
      // The server goes by other hours or days than this phone: it learns them at once.
      if (entries.some(({ entry, result }) => DATED.includes(result.verdict) && entry.verdict !== result.verdict)) status.refresh();
      dialogs.refresh();
    },
    /** @param {{ practice?: boolean }} change */
    modeChanged({ practice = false }) {
      controller.close();
      changed();
      if (practice) dialogs.practice();
    },
  };
}
