/** Everything that comes up from below: search, booking, no ticket, reasons, menu. */
import { referenceOf } from "../../codes/search_query.js";
import { createSearchDialog } from "./search_dialog.js";
import { createBookingDialog } from "./booking_dialog.js";
import { searchTickets, ticketsOfBooking } from "../../storage/list.js";
import { createMenuDialog } from "./menu_dialog.js";
import { createPracticeDialog } from "./practice_dialog.js";
import { createRecentScans } from "../../domain/recent_scans.js";
import { createRecentDialog, recentView } from "./recent_dialog.js";
import { createReasonDialog } from "./reason_dialog.js";
import { createWalkInDialog } from "./walk_in_dialog.js";
import { createWipeDialog } from "./wipe_dialog.js";

/**
 * `part(name)` finds a dialog's element; `scanning` has the `controller`, the `presenter`, the `sounds`,
 * the `mode` and `wipe()`; `page` has its texts; `onAction(name)` comes for what is no dialog's.
 */
export function createDialogs(part, engine, scanning, page, onAction) {
  const { store, sender, unsent, figures, status } = engine;
  const { controller, presenter, sounds, mode } = scanning;
  const { say, language, version } = page;
  const recent = createRecentScans(store);
  let group = null;
  let undoing = null;

  const find = createSearchDialog(part("find"), {
    say,
    search: async (text) => {
      const { tickets, more } = await searchTickets(store, text);
      return { tickets: tickets.map(presenter.rowOf), more, sizes: await sizesOf(tickets) };
    },
    onCode: (code) => controller.take(code),
    onGroup: openGroup,
  });
  const booking = createBookingDialog(part("group"), { say, onAdmit: admit });
  const walkIn = createWalkInDialog(part("walk-in"), { say, onWalkIn: (wish) => controller.walkIn(wish) });
  const reason = createReasonDialog(part("reason"), { say, onReason: (kind, words) => (kind === "undo" ? undo(words) : controller.override(words)) });
  const practice = createPracticeDialog(part("practice"), { onSample: controller.practise, onEnd: () => onAction("practice") });
  const wipe = createWipeDialog(part("wipe"), { say, onWipe: scanning.wipe, onSave: engine.saveUnsent, count: async () => (await unsent.count()).unsaved });
  const menu = createMenuDialog(part("menu"), say, sounds, onAction);
  const last = createRecentDialog(part("recent"), { say, onUndo: openUndo });
  const all = [find, booking, last, walkIn, reason, practice, wipe, menu];

  /** How many tickets each booking has of which somebody was found. */
  async function sizesOf(tickets) {
    const references = [...new Set(tickets.map(referenceOf))];
    const sizes = await Promise.all(references.map(async (reference) => [reference, (await ticketsOfBooking(store, reference)).length]));
    return new Map(sizes);
  }

  const rows = async (reference) => ({ reference, tickets: (await ticketsOfBooking(store, reference)).map(presenter.rowOf) });

  async function openGroup(reference) {
    group = reference;
    booking.open(await rows(reference));
  }

  /** The dialog tells who came in; who may not is told on the verdict view, with what to do. */
  async function admit(refs) {
    if (await controller.admit(refs)) await refresh();
    else booking.close();
  }

  async function refresh() {
    if (booking.isOpen()) booking.update(await rows(group));
  }

  function openWalkIn() {
    walkIn.open({ online: status.isOnline(), types: presenter.walkInTypes() });
  }

  async function openRecent() {
    const words = { say, language, zone: status.about().event.timezone };
    last.open((await recent.list(figures.today())).map((scan) => ({ scan, view: recentView(scan, words) })));
  }

  function openUndo(admission) {
    undoing = admission;
    if (admission) reason.open("undo", { name: admission.name });
  }

  function undo(words) {
    if (undoing) controller.undo(undoing, words);
    undoing = null;
  }

  async function openMenu() {
    const { event, device } = status.about();
    menu.open({
      reentry: Boolean(event.reentry),
      ...mode.now(),
      hasWalkIn: presenter.walkInTypes().length > 0,
      about: [device.name, event.title, version].filter(Boolean).join(" · "),
    });
  }

  /** What can still be sent is sent first. */
  async function openWipe() {
    await sender.flush();
    await wipe.open();
  }

  return {
    find: () => find.open(),
    menu: openMenu,
    practice: () => practice.open(),
    walkIn: openWalkIn,
    recent: openRecent,
    wipe: openWipe,
    undo: () => openUndo(controller.undoable()),
    group: openGroup,
    closeGroup: () => booking.isOpen() && booking.close(),
    settled: (entries) => recent.settle(entries).catch(() => {}),
    override: ({ name, word }) => reason.open("override", { name, word }),
    refresh,
    isOpen: () => all.some((dialog) => dialog.isOpen()),
    close: () => all.forEach((dialog) => dialog.isOpen() && dialog.close()),
  };
}
