/** The app on the phone: keeps it there, and takes a newer version only when it starts. */
import { SYNC } from "../net/background.js";

const WORKER = "/einlass/sw.js";
const TAKES_OVER_MS = 3000;
const CHECK_EVERY_MS = 5 * 60_000;

/**
 * `version` is that of this page. Without https there is no service worker, and nothing to do.
 * @param {object} parts
 * @param {string} parts.version
 * @param {ServiceWorkerContainer} [parts.workers]
 * @param {() => void} parts.onFlush
 */
export function createShell({ version, workers = navigator.serviceWorker, onFlush }) {
  let checkedAt = -Infinity;

  /** @returns {Promise<import("../browser.js").Registration | undefined>} */
  const registration = async () => workers?.getRegistration().catch(() => undefined);

  workers?.addEventListener("message", ({ data }) => data === "flush" && onFlush());

  return {
    version,

    /** Before anybody scans: resolves to whether the page is about to load anew. */
    async begin() {
      const waiting = (await registration())?.waiting;
      if (!waiting || !workers.controller) return false;
      /** @type {Promise<boolean>} */
      const taken = new Promise((resolve) => workers.addEventListener("controllerchange", () => resolve(true), { once: true }));
      waiting.postMessage("take over");
      const late = new Promise((resolve) => setTimeout(() => resolve(false), TAKES_OVER_MS));
      if (!(await Promise.race([taken, late]))) return false;
      location.reload();
      return true;
    },

    async register() {
      await workers?.register(WORKER).catch(() => {});
      navigator.storage?.persist?.().catch(() => {});
    },

    /** The server would hand out another version: have it fetched, for the next start. @param {string | undefined} newest @param {number} now */
    async expect(newest, now = performance.now()) {
      if (!newest || newest === version || now - checkedAt < CHECK_EVERY_MS) return;
      checkedAt = now;
      await (await registration())?.update().catch(() => {});
    },

    /** Something waits to be sent: browsers that can will do so even when the page is closed. */
    async remind() {
      await (await registration())?.sync?.register(SYNC).catch(() => {});
    },
  };
}
