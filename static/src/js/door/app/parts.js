/** Makes the parts behind the screens. They tell one another by signals, so that none needs another before it exists. */
import { createAside } from "../storage/aside.js";
import { createIdleLock } from "../device/idle_lock.js";
import { createClock } from "../device/clock.js";
import { createActions } from "../domain/actions.js";
import { createEarlier } from "../storage/earlier_pairings.js";
import { createFigures } from "./figures.js";
import { createPairing } from "../net/pairing.js";
import { moveTimes } from "../storage/move_times.js";
import { createQueue } from "../storage/queue.js";
import { createSender } from "../net/sender.js";
import { createSession } from "./session.js";
import { createShell } from "../device/shell.js";
import { createStore } from "../storage/store.js";
import { createSync } from "../net/sync.js";
import { createUnsent } from "../storage/unsent.js";

/**
 * @param {{ version: string, idleLockSeconds: number, titleOf: (type: import("../domain/types.js").TicketType) => string }} page
 * @param {import("./signals.js").Signals} signals
 */
export function createParts({ version, idleLockSeconds, titleOf }, signals) {
  const tell = signals.emitter;
  const store = createStore("einlass", { onTrouble: tell("trouble"), onBlocked: tell("blocked") });
  const pairing = createPairing(store);
  const { server } = pairing;
  const queue = createQueue(store);
  const [earlier, aside, unsent] = [createEarlier(store), createAside(store), createUnsent(store)];
  const clock = createClock({ save: (sample) => store.set("lead", sample).catch(() => {}), onWrong: tell("wrong_clock") });
  const shell = createShell({ version, onFlush: tell("flush") });
  const sync = createSync({ store, ask: server.list, onProgress: tell("progress"), onChange: tell("list"), clock: () => clock.now().getTime() });
  const isWell = () => server.device().then(() => true, () => false);
  const sender = createSender({ queue, earlier, aside }, { send: server.scans, isWell }, { settled: tell("sent"), reach: tell("reach"), unpaired: tell("unpaired"), kept: tell("kept") });
  const idleLock = createIdleLock({ store, seal: () => pairing.known()?.pin, limit: idleLockSeconds * 1000, onLock: tell("lock"), time: { elapsed: clock.elapsed } });
  const session = createSession({ store, unsent }, { contact: server.contact, sync, sender }, { clock, idleLock, shell }, { screen: tell("screen"), change: tell("change"), unpaired: tell("unpaired") });
  const { status } = session;
  const figures = createFigures({ unsent, state: status.about, now: clock.now, onFigures: tell("change") });
  const actions = createActions(store, { state: status.about, now: clock.now, mark: clock.mark, titleOf });

  return { store, pairing, queue, earlier, unsent, clock, shell, sync, sender, idleLock, session, status, figures, actions };
}

/**
 * What one part tells is done by another. "settled" (entries) tells on what concerns this pairing.
 * @param {ReturnType<typeof createParts>} parts
 * @param {import("./signals.js").Signals} signals
 */
export function connect({ store, clock, shell, sync, sender, session, status, figures }, signals) {
  signals.on("flush", sender.flush);
  signals.on("kept", figures.refresh);
  signals.on("lock", session.choose);

  // From here on the page is the only place that holds the scans.
  signals.on("trouble", () => {
    addEventListener("beforeunload", (event) => figures.unsent() && event.preventDefault());
    signals.emit("change");
  });

  signals.on("sent", (/** @type {import("../domain/types.js").Settled[]} */ entries) => {
    const own = entries.filter(({ entry }) => entry.pairing === undefined);
    figures.settled(own.map(({ entry }) => entry));
    for (const { entry, result } of own) {
      sync.answered(entry.ref ?? result.ticket?.reference);
      session.answered(entry, result);
    }
    figures.refresh();
    signals.emit("settled", own);
  });

  signals.on("reach", (/** @type {boolean} */ isOnline, /** @type {import("../net/server.js").Unreachable | undefined} */ error) => {
    status.reached(isOnline, error);
    if (!isOnline) shell.remind();
  });

  // What was scanned while nobody knew that the phone's clock was wrong.
  signals.on("wrong_clock", (/** @type {string} */ mark, /** @type {number} */ milliseconds) => {
    moveTimes(store, mark, milliseconds).catch(() => {});
  });

  document.addEventListener("visibilitychange", () => (document.hidden ? clock.pause() : clock.resume()));
}
