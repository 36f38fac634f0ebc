/** Keeps in touch with the server, and shows the screen that is due. Behind each the queue is sent on. */
import { withAnswered } from "../domain/counts.js";
import { chooseScreen } from "../domain/screen/due.js";
import { Refused, Unpaired, Unreachable } from "../net/server.js";
import { createStatus } from "../net/status.js";

/** Why there is no list: the next contact says it too. */
const TOLD_BY_CONTACT = ["device_locked", "event_over"];

/**
 * `on` has `screen(name)`, `change()` and `unpaired(error)`.
 * @param {{ store: any, unsent: any }} kept
 * @param {{ contact: (news: object) => Promise<any>, sync: any, sender: any }} net
 * @param {{ clock: any, idleLock: any, shell: any }} device
 * @param {{ screen(name: string): void, change(): void, unpaired(error: unknown): void }} on
 */
export function createSession(kept, net, device, on) {
  const { sync, sender } = net;
  const { clock, idleLock, shell } = device;
  /** @type {string | null} */
  let screen = null;
  /** @type {Record<string, (effect: any) => void>} */
  const effects = { wipe_list: sync.wipe, show_screen: (effect) => on.screen(effect.screen) };

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
    for (const effect of next.effects) effects[effect.type](effect);
  }

  async function contacted(state) {
    kept.store.writeSoon("meta", (tx) => tx.store.put(state, "state")).catch(() => {});
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
