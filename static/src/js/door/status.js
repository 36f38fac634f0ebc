/** Asks the server at intervals how it stands, and so learns whether there is a connection. */
import { Unpaired, Unreachable } from "./server.js";

const EVERY_MS = 15_000;
const WHILE_OFFLINE_MS = 5_000;

/** `onState({ online, about })` gets the newest answer; `onUnpaired(error)` ends it. */
export function createStatus({ ask, onState, onUnpaired }) {
  let timer = null;
  let running = false;
  let online = navigator.onLine;
  let about = null;
  let lead = 0;

  function tell(isOnline, news = about) {
    online = isOnline;
    about = news;
    onState({ online, about });
  }

  async function refresh() {
    clearTimeout(timer);
    if (!running) return;
    const asked = Date.now();
    try {
      const news = await ask();
      if (!running) return;
      lead = new Date(news.now).getTime() - (asked + Date.now()) / 2;
      tell(true, news);
    } catch (error) {
      if (!running) return;
      if (error instanceof Unpaired) return onUnpaired(error);
      tell(!(error instanceof Unreachable));
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, online ? EVERY_MS : WHILE_OFFLINE_MS);
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
      clearTimeout(timer);
    },
    refresh,
    about: () => about,
    /** The time by the server's clock: a phone that is an hour off must not be told the doors are closed. */
    now: () => new Date(Date.now() + lead),
  };
}
