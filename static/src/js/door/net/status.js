/** Asks the server at intervals how it stands, and so learns whether there is a connection. */
import { createPolling } from "./polling.js";
import { Unpaired, Unreachable } from "./server.js";

/** @typedef {import("../domain/types.js").DoorState} DoorState */

const EVERY_MS = 15_000;
const WHILE_OFFLINE_MS = 5000;

/**
 * `ask()` resolves to the server's state. `onState({ online, about })` gets the newest, `onContact`
 * each one that came from the server; `onUnpaired(error)` ends it.
 * @param {object} parts
 * @param {() => Promise<DoorState>} parts.ask
 * @param {Pick<ReturnType<typeof import("../device/clock.js").createClock>, "elapsed" | "sample">} parts.clock
 * @param {(state: { online: boolean, about: DoorState | null }) => void} parts.onState
 * @param {(news: DoorState) => void} [parts.onContact]
 * @param {(error: Unpaired) => void} parts.onUnpaired
 */
export function createStatus({ ask, clock, onState, onContact = () => {}, onUnpaired }) {
  let online = navigator.onLine;
  /** @type {DoorState | null} */
  let about = null;
  let isPortal = false;
  const polling = createPolling(contact, () => (online ? EVERY_MS : WHILE_OFFLINE_MS));
  const { refresh, isRunning } = polling;

  function tell(/** @type {boolean} */ isOnline, /** @type {DoorState | null} */ news = about) {
    online = isOnline;
    about = news;
    onState({ online, about });
  }

  /** @param {() => boolean} isLate */
  async function contact(isLate) {
    const asked = clock.elapsed();
    try {
      const news = await ask();
      if (isLate()) return;
      clock.sample(news.now, asked, clock.elapsed());
      isPortal = false;
      tell(true, news);
      onContact(news);
    } catch (error) {
      if (isLate()) return;
      if (error instanceof Unpaired) return onUnpaired(error);
      isPortal = error instanceof Unreachable && error.isPortal;
      tell(!(error instanceof Unreachable));
    }
  }

  listen(refresh, () => isRunning() && tell(false));

  return {
    /** @param {DoorState | null} known */
    start(known) {
      polling.begin();
      tell(online, known);
      return refresh();
    },
    stop() {
      polling.stop();
      about = null;
    },
    refresh,
    about: () => about,
    isRunning,
    isOnline: () => online,
    /** Somebody else has reached the server, or has not. @param {boolean} isOnline @param {{ isPortal?: boolean }} [error] */
    reached(isOnline, { isPortal: asksLogin = false } = {}) {
      const isNews = isOnline !== online || asksLogin !== isPortal;
      isPortal = asksLogin;
      if (isRunning() && isNews) tell(isOnline);
    },
    /** It looks as if this network wants somebody to log in. */
    isPortal: () => isPortal,
    /** Figures that follow from what was sent, until the next contact. @param {DoorState} news */
    change(news) {
      if (isRunning()) tell(online, news);
    },
  };
}

/** @type {(onReturn: () => void, onOffline: () => void) => void} */
function listen(onReturn, onOffline) {
  addEventListener("online", onReturn);
  addEventListener("offline", onOffline);
  document.addEventListener("visibilitychange", () => document.hidden || onReturn());
}
