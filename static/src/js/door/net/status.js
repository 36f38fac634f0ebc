/** Asks the server at intervals how it stands, and so learns whether there is a connection. */
import { Unpaired, Unreachable } from "./server.js";

const EVERY_MS = 15_000;
const WHILE_OFFLINE_MS = 5000;

/**
 * `ask()` resolves to the server's state. `onState({ online, about })` gets the newest, `onContact`
 * each one that came from the server; `onUnpaired(error)` ends it.
 */
export function createStatus({ ask, clock, onState, onContact = () => {}, onUnpaired }) {
  let timer = null;
  let running = false;
  let online = navigator.onLine;
  let about = null;
  let asking = null;
  // An answer to what was asked before it stopped is about another pairing.
  let generation = 0;
  let isPortal = false;

  function tell(isOnline, news = about) {
    online = isOnline;
    about = news;
    onState({ online, about });
  }

  async function contact() {
    const asked = clock.elapsed();
    const mine = generation;
    const isLate = () => !running || mine !== generation;
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
      isPortal = Boolean(error.isPortal);
      tell(!(error instanceof Unreachable));
    } finally {
      if (mine === generation) clearTimeout(timer);
      if (!isLate()) timer = setTimeout(refresh, online ? EVERY_MS : WHILE_OFFLINE_MS);
    }
  }

  function refresh() {
    if (!running) return Promise.resolve();
    if (!asking) {
      const mine = contact().finally(() => {
        if (asking === mine) asking = null;
      });
      asking = mine;
    }
    return asking;
  }

  addEventListener("online", refresh);
  addEventListener("offline", () => running && tell(false));
  document.addEventListener("visibilitychange", () => document.hidden || refresh());

  return {
    start(known) {
      running = true;
      tell(online, known);
      return refresh();
    },
    stop() {
      running = false;
      generation += 1;
      asking = null;
      about = null;
      clearTimeout(timer);
    },
    refresh,
    about: () => about,
    isRunning: () => running,
    isOnline: () => online,
    /** Somebody else has reached the server, or has not. */
    reached(isOnline, { isPortal: asksLogin = false } = {}) {
      const isNews = isOnline !== online || asksLogin !== isPortal;
      isPortal = asksLogin;
      if (running && isNews) tell(isOnline);
    },
    /** It looks as if this network wants somebody to log in. */
    isPortal: () => isPortal,
    /** Figures that follow from what was sent, until the next contact. */
    change(news) {
      if (running) tell(online, news);
    },
  };
}
