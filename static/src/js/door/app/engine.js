/** All of the door but what one sees: the phone's memory, the server, and what goes between them. */
import { createAside } from "../storage/aside.js";
import { createIdleLock } from "../device/idle_lock.js";
import { createClock } from "../device/clock.js";
import { createActions } from "../domain/actions.js";
import { createEarlier } from "../storage/earlier_pairings.js";
import { createFigures } from "./figures.js";
import { createPairing } from "../net/pairing.js";
import { createQueue } from "../storage/queue.js";
import { createSender } from "../net/sender.js";
import { createSession } from "./session.js";
import { createShell } from "../device/shell.js";
import { createStore } from "../storage/store.js";
import { createSync } from "../net/sync.js";
import { createUnsent, saveFile } from "../storage/unsent.js";

// Less is put right without a word.
const WRONG_CLOCK_MS = 10 * 60_000;

/**
 * It tells by `signals`: "screen" (name), "change", "progress" (step), "list" (list), "settled" (entries)
 * and "unpaired" (error). The parts below tell one another by signals as well, of which none is
 * listened to before all of them are there.
 */
export function createEngine({ version, idleLockSeconds, titleOf }, signals) {
  const tell = signals.emitter;
  const store = createStore("einlass", { onTrouble: tell("trouble") });
  const pairing = createPairing(store);
  const { server } = pairing;
  const queue = createQueue(store);
  const [earlier, aside, unsent] = [createEarlier(store), createAside(store), createUnsent(store)];
  const clock = createClock({ save: (sample) => store.set("lead", sample).catch(() => {}), onWrong: correctTimes });
  const shell = createShell({ version, onFlush: tell("flush") });
  const sync = createSync({ store, ask: server.list, onProgress: tell("progress"), onChange: tell("list"), clock: () => clock.now().getTime() });
  const isWell = () => server.device().then(() => true, () => false);
  const sender = createSender({ queue, earlier, aside }, { send: server.scans, isWell }, { settled: tell("sent"), reach: tell("reach"), unpaired: tell("unpaired"), kept: tell("kept") });
  const idleLock = createIdleLock({ store, seal: () => pairing.known()?.pin, limit: idleLockSeconds * 1000, onLock: tell("lock"), time: { elapsed: clock.elapsed } });
  const session = createSession({ store, unsent }, { contact: server.contact, sync, sender }, { clock, idleLock, shell }, { screen: tell("screen"), change: tell("change"), unpaired: tell("unpaired") });
  const { status } = session;
  const figures = createFigures({ unsent, state: status.about, now: clock.now, onFigures: tell("change") });
  const actions = createActions(store, { state: status.about, now: clock.now, mark: clock.mark, titleOf });

  signals.on("trouble", warnBeforeLeaving);
  signals.on("flush", sender.flush);
  signals.on("sent", settled);
  signals.on("reach", reached);
  signals.on("kept", figures.refresh);
  signals.on("lock", session.choose);

  function settled(entries) {
    const own = entries.filter(({ entry }) => entry.pairing === undefined);
    figures.settled(own.map(({ entry }) => entry));
    for (const { entry, result } of own) {
      sync.answered(entry.ref ?? result.ticket?.reference);
      session.answered(entry, result);
    }
    figures.refresh();
    signals.emit("settled", own);
  }

  function reached(isOnline, error) {
    status.reached(isOnline, error);
    if (!isOnline) shell.remind();
  }

  /** What was scanned while nobody knew that the phone's clock was wrong. */
  function correctTimes(mark, milliseconds) {
    queue.moveTimes(mark, milliseconds).catch(() => {});
  }

  /** From here on the page is the only place that holds the scans. */
  function warnBeforeLeaving() {
    addEventListener("beforeunload", (event) => figures.unsent() && event.preventDefault());
    signals.emit("change");
  }

  /** Takes up what the phone remembers. */
  async function open() {
    clock.restore(await store.get("lead"));
    await Promise.all([sync.open(), idleLock.open()]);
  }

  function listenToSleep() {
    document.addEventListener("visibilitychange", () => (document.hidden ? clock.pause() : clock.resume()));
  }

  return {
    store,
    pairing,
    queue,
    unsent,
    clock,
    shell,
    sync,
    sender,
    idleLock,
    session,
    status,
    figures,
    actions,
    open,

    /** Resolves to false where the page is about to load anew. */
    async begin() {
      if (await shell.begin()) return false;
      listenToSleep();
      await pairing.open();
      await Promise.all([open(), earlier.tryLostAgain(), queue.giveUpAsked(clock.now())]);
      idleLock.listen();
      shell.register();
      return true;
    },

    /** What a decision on a scan goes by. Without https no code can be compared with the list. */
    facts: () => ({ canAsk: status.isOnline(), hasList: sync.list().complete && isSecureContext }),

    /** Resolves to "right", "wrong" or "wait". */
    async unlock(pin) {
      const answer = await idleLock.enter(pin);
      if (answer === "right") session.choose();
      return answer;
    },

    /** After each action: the server is told, and the figures have changed. */
    done() {
      idleLock.touch();
      figures.refresh();
      sender.flush();
      if (!status.isOnline()) shell.remind();
    },

    /** What is wrong with this phone or its network, the worst first; null when nothing is. */
    trouble() {
      if (status.isPortal()) return "portal";
      if (store.trouble()) return `storage_${store.trouble()}`;
      const { lost, refused } = figures.unsentBy();
      return Math.abs(clock.lead() ?? 0) > WRONG_CLOCK_MS && !lost && !refused ? "clock" : null;
    },

    /** Saves as files what the server was not told; after that it may be deleted. */
    async saveUnsent(save = saveFile) {
      const contents = await unsent.read();
      contents.forEach((content) => save(content));
      await unsent.markSaved(new Set(contents.flatMap(({ scans }) => scans.map(({ scan_id }) => scan_id))));
      await figures.refresh();
    },

    /** The server does not know this device any more: the list goes, unsent scans stay. */
    async lose({ message, token }) {
      // False: this phone was paired anew meanwhile, and that pairing holds.
      if (!(await pairing.lose(message, token))) return false;
      session.stop();
      await sync.wipe();
      sender.flush();
      return true;
    },

    /** Nothing of anybody stays on this phone; false while there are scans that are nowhere else. */
    async wipe() {
      if (!(await pairing.wipe())) return false;
      session.stop();
      await sync.wipe();
      return true;
    },
  };
}
