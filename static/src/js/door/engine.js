/** All of the door but what one sees: the phone's memory, the server, and what goes between them. */
import { createAway } from "./away.js";
import { createClock } from "./clock.js";
import { createDeeds } from "./deeds.js";
import { createFigures } from "./figures.js";
import { createPairing } from "./pairing.js";
import { createQueue } from "./queue.js";
import { createSender } from "./sender.js";
import { createSession } from "./session.js";
import { createShell } from "./shell.js";
import { createStore } from "./store.js";
import { createSync } from "./sync.js";

/**
 * `on` has `screen(name)`, `change()` for the bar, `progress(step)`, `list(list)`, `settled(entries)`
 * and `unpaired(error)`.
 */
export function createEngine({ version, awaySeconds, titleOf, on }) {
  const store = createStore();
  const pairing = createPairing(store);
  const { server } = pairing;
  const queue = createQueue(store);
  const clock = createClock({ save: (sample) => store.set("lead", sample).catch(() => {}) });
  const shell = createShell({ version, onFlush: () => sender.flush() });
  const sync = createSync({ store, ask: server.list, onProgress: on.progress, onChange: on.list });
  const sender = createSender({ queue, send: server.scans, onSettled: settled, onReach: reached, onUnpaired: on.unpaired });
  const away = createAway({ store, seal: () => pairing.known()?.pin, limit: awaySeconds * 1000, onAway: () => session.choose() });
  const session = createSession({ store, sync, queue, clock, away, shell, sender, contact: server.contact, on });
  const { status } = session;
  const figures = createFigures({ queue, state: status.about, now: clock.now, onFigures: on.change });
  const deeds = createDeeds({ store, state: status.about, now: clock.now, titleOf });

  function settled(entries) {
    figures.settled(entries.map(({ entry }) => entry));
    for (const { entry, result } of entries) {
      sync.answered(entry.ref ?? result.ticket?.reference);
      session.answered(entry, result);
    }
    figures.refresh();
    on.settled(entries);
  }

  function reached(isOnline) {
    status.reached(isOnline);
    if (!isOnline) shell.remind();
  }

  /** Takes up what the phone remembers. */
  async function open() {
    clock.restore(await store.get("lead"));
    await Promise.all([sync.open(), away.open()]);
  }

  return {
    store,
    pairing,
    queue,
    clock,
    shell,
    sync,
    sender,
    away,
    session,
    status,
    figures,
    deeds,
    open,

    async begin() {
      await pairing.open();
      await Promise.all([open(), queue.tryAsideAgain()]);
      away.listen();
      shell.register();
    },

    /** After each deed: the server is told, and the figures have changed. */
    done() {
      away.touch();
      figures.refresh();
      sender.flush();
      if (!status.isOnline()) shell.remind();
    },

    /** Nothing of anybody stays on this phone. */
    async forget() {
      session.stop();
      await sync.wipe();
      await pairing.forget();
    },
  };
}
