/** All of the door but what one sees: the phone's memory, the server, and what goes between them. */
import { connect, createParts } from "./parts.js";
import { saveFile } from "../storage/unsent.js";

/** @typedef {ReturnType<typeof createParts>} Parts */
/** @typedef {ReturnType<typeof createEngine>} Engine */

// Less is put right without a word.
const WRONG_CLOCK_MS = 10 * 60_000;

/**
 * It tells by `signals`: "screen" (name), "change", "progress" (step), "list" (list), "settled" (entries)
 * and "unpaired" (error).
 * @param {Parameters<typeof createParts>[0]} page
 * @param {import("./signals.js").Signals} signals
 */
export function createEngine(page, signals) {
  const parts = createParts(page, signals);
  const { store, clock, shell, sync, sender, idleLock, session, status, figures } = parts;
  connect(parts, signals);

  return {
    ...parts,
    ...createLife(parts),

    /** What a decision on a scan goes by. Without https no code can be compared with the list. */
    facts: () => ({ canAsk: status.isOnline(), hasList: sync.list().complete && isSecureContext }),

    /** Resolves to "right", "wrong" or "wait". @param {string} pin */
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
  };
}

/**
 * How the phone begins, and what it gives up.
 * @param {Parts} parts
 */
function createLife({ store, pairing, queue, earlier, unsent, clock, shell, sync, sender, idleLock, session, figures }) {
  /** Takes up what the phone remembers. */
  async function open() {
    clock.restore(await store.get("lead"));
    await Promise.all([sync.open(), idleLock.open()]);
  }

  return {
    open,

    /** Resolves to false where the page is about to load anew. */
    async begin() {
      if (await shell.begin()) return false;
      await pairing.open();
      await Promise.all([open(), earlier.tryLostAgain(), queue.giveUpAsked(clock.now())]);
      idleLock.listen();
      shell.register();
      return true;
    },

    /** Saves as files what the server was not told; after that it may be deleted. */
    async saveUnsent(save = saveFile) {
      const contents = await unsent.read();
      for (const content of contents) save(content);
      await unsent.markSaved(new Set(contents.flatMap(({ scans }) => scans.map(({ scan_id }) => scan_id))));
      await figures.refresh();
    },

    /** The server does not know this device any more: the list goes, unsent scans stay. @param {import("../net/server.js").Unpaired} refusal */
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
