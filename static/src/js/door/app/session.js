/** Keeps in touch with the server, and shows the screen that is due. Behind each the queue is sent on. */
import { withAnswered } from "../domain/counts.js";
import { chooseScreen } from "../domain/screen/due.js";
import { Refused, Unpaired, Unreachable } from "../net/server.js";
import { createStatus } from "../net/status.js";

/** Why there is no list: the next contact says it too. */
const TOLD_BY_CONTACT = ["device_locked", "event_over"];

/**
 * @typedef {import("../domain/types.js").DoorState} DoorState
 * @typedef {{ contact: (news: object) => Promise<DoorState>, sync: ReturnType<typeof import("../net/sync.js").createSync>, sender: ReturnType<typeof import("../net/sender.js").createSender> }} Net
 * @typedef {{ clock: ReturnType<typeof import("../device/clock.js").createClock>, idleLock: { isLocked(): boolean }, shell: ReturnType<typeof import("../device/shell.js").createShell> }} Device
 */

/**
 * `on` has `screen(name)`, `change()` and `unpaired(error)`.
 * @param {{ store: import("../storage/types.js").Store, unsent: Pick<ReturnType<typeof import("../storage/unsent.js").createUnsent>, "count"> }} kept
 * @param {Net} net
 * @param {Device} device
 * @param {{ screen(name: string): void, change(): void, unpaired(error: Unpaired): void }} on
 */
export function createSession(kept, net, device, on) {
  const { sync, sender } = net;
  const { clock, idleLock, shell } = device;
  /** @type {string | null} */
  let screen = null;

  const status = createStatus({
    ask: async () => net.contact({ unsent: (await kept.unsent.count()).all, version: shell.version }),
    clock,
    onState() {
      choose();
      on.change();
    },
    onContact: contacted,
    onUnpaired: on.unpaired,
  });

  function choose() {
    if (!status.isRunning()) return;
    const next = chooseScreen(screen, { about: status.about(), isLocked: idleLock.isLocked(), now: clock.now() });
    screen = next.state;
    for (const effect of next.effects) {
      if (effect.type === "wipe_list") sync.wipe();
      else on.screen(effect.screen);
    }
  }

  /** @param {DoorState} state */
  async function contacted(state) {
    kept.store.writeSoon("meta", (tx) => tx.store.put(state, "state")).catch(() => {});
    sender.flush().then((isSent) => (isSent ? sender.retry() : undefined));
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
    /** @param {DoorState | null} state */
    start(state) {
      screen = null;
      return status.start(state);
    },
    stop() {
      screen = null;
      status.stop();
      sender.stop();
    },
    /**
     * What was sent counts as the server's from now on.
     * @type {(entry: import("../domain/types.js").Entry, result: import("../domain/types.js").Result) => void}
     */
    answered(entry, result) {
      const about = status.about();
      if (about) status.change(withAnswered(about, entry, result));
    },
  };
}
