/**
 * Which screen is due: a locked device comes before an event that is over, that before the PIN, and
 * all of them before the scanner. Behind each of them the queue is sent on.
 */
import { withAnswered } from "../domain/counts.js";
import { Refused, Unpaired, Unreachable } from "../net/server.js";
import { createStatus } from "./status.js";

// The server gives out no list after this; a phone without a network goes by its own clock.
const OVER_AFTER_MS = 86_400_000;
/** Why there is no list: the next contact says it too. */
const TOLD_BY_CONTACT = ["device_locked", "event_over"];

/** `on` has `screen(name)`, `change()` and `unpaired(error)`. */
export function createSession({ store, contact, sync, unsent, clock, idleLock, shell, sender, on }) {
  let screen = null;

  const status = createStatus({
    ask: async () => contact({ unsent: (await unsent.count()).all, version: shell.version }),
    clock,
    onState() {
      choose();
      on.change();
    },
    onContact: contacted,
    onUnpaired: on.unpaired,
  });

  function due() {
    const about = status.about();
    if (about?.device.locked) return "locked";
    if (isOver(about)) return "over";
    return idleLock.isLocked() ? "pin" : "scanner";
  }

  function isOver(about) {
    const closes = about?.event.days?.map(({ closes_at }) => new Date(closes_at).getTime()) ?? [];
    return Boolean(about?.over) || (closes.length > 0 && clock.now() >= Math.max(...closes) + OVER_AFTER_MS);
  }

  function choose() {
    const next = due();
    if (next === screen || !status.isRunning()) return;
    screen = next;
    // By its own clock a phone shows nothing any more; it deletes the list when the server says so.
    if (next === "over" && status.about()?.over) sync.wipe();
    on.screen(next);
  }

  async function contacted(state) {
    store.writeSoon("meta", (tx) => tx.store.put(state, "state")).catch(() => {});
    sender.flush().then((isSent) => isSent && sender.retry());
    shell.expect(state.version);
    if (screen === "locked" || screen === "over") return;
    if (!(await sync.confirm(state.newest))) await update();
    if (status.isRunning()) on.change();
  }

  async function update() {
    try {
      await sync.run();
    } catch (error) {
      if (error instanceof Unpaired) return on.unpaired(error);
      if (error instanceof Unreachable) return status.reached(false, error);
      if (!(error instanceof Refused && TOLD_BY_CONTACT.includes(error.code))) throw error;
    }
  }

  return {
    status,
    choose,
    screen: () => screen,
    start(state) {
      screen = null;
      return status.start(state);
    },
    stop() {
      screen = null;
      status.stop();
      sender.stop();
    },
    /** What was sent counts as the server's from now on. */
    answered(entry, result) {
      const about = status.about();
      if (about) status.change(withAnswered(about, entry, result));
    },
  };
}
