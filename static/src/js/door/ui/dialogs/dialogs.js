/** Everything that comes up from below: search, booking, no ticket, reasons, menu. */
import { find } from "../elements.js";
import { createBookingDialogs } from "./bookings.js";
import { createMenuDialog } from "./menu_dialog.js";
import { createPracticeDialog } from "./practice_dialog.js";
import { createUndoDialogs } from "./undos.js";
import { createWalkInDialog } from "./walk_in_dialog.js";
import { createWipeDialog } from "./wipe_dialog.js";

/**
 * @typedef {import("../../app/engine.js").Engine} Engine
 * @typedef {object} Scanning
 * @property {ReturnType<typeof import("../../app/scan_controller.js").createScanController>} controller
 * @property {ReturnType<typeof import("../../app/presenter.js").createPresenter>} presenter
 * @property {{ isOn(): boolean, toggle(): void }} sounds
 * @property {ReturnType<typeof import("../../app/mode.js").createMode>} mode
 * @property {() => Promise<boolean>} wipe
 */

/**
 * `page` has its texts; `onAction(name)` comes for what is no dialog's.
 * @param {HTMLElement} root
 * @param {Engine} engine
 * @param {Scanning} scanning
 * @param {{ say: import("../../domain/types.js").Say, language: string, version: string }} page
 * @param {(name: string) => void} onAction
 */
export function createDialogs(root, engine, scanning, page, onAction) {
  const { sender, unsent, status } = engine;
  const { controller, presenter, sounds, mode } = scanning;
  const { say, version } = page;
  const part = (/** @type {string} */ name) => find(root, `dialog[data-${name}]`, HTMLDialogElement);

  const bookings = createBookingDialogs(part, engine.store, scanning, say);
  const undos = createUndoDialogs(part, engine, controller, page);
  const walkIn = createWalkInDialog(part("walk-in"), { say, onWalkIn: controller.walkIn });
  const practice = createPracticeDialog(part("practice"), { onSample: controller.practise, onEnd: () => onAction("practice") });
  const wipe = createWipeDialog(part("wipe"), { say, onWipe: scanning.wipe, onSave: engine.saveUnsent, count: async () => (await unsent.count()).unsaved });
  const menu = createMenuDialog(part("menu"), say, sounds, onAction);
  const all = [...bookings.all, ...undos.all, walkIn, practice, wipe, menu];

  function openMenu() {
    const about = status.about();
    menu.open({
      reentry: Boolean(about?.event.reentry),
      ...mode.now(),
      hasWalkIn: presenter.walkInTypes().length > 0,
      about: [about?.device.name, about?.event.title, version].filter(Boolean).join(" · "),
    });
  }

  /** What can still be sent is sent first. */
  async function openWipe() {
    await sender.flush();
    await wipe.open();
  }

  return {
    find: bookings.find,
    menu: openMenu,
    practice: practice.open,
    walkIn: () => walkIn.open({ online: status.isOnline(), types: presenter.walkInTypes() }),
    recent: undos.recent,
    wipe: openWipe,
    undo: undos.undo,
    group: bookings.open,
    closeGroup: bookings.close,
    settled: undos.settled,
    override: undos.override,
    refresh: bookings.refresh,
    isOpen: () => all.some((dialog) => dialog.isOpen()),
    close() {
      for (const dialog of all) if (dialog.isOpen()) dialog.close();
    },
  };
}
