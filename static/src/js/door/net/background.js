/** Sends what waits when no page of the app is open: the browser wakes the service worker once there is a network. */
import { createAside } from "../storage/aside.js";
import { createEarlier } from "../storage/earlier_pairings.js";
import { createQueue } from "../storage/queue.js";
import { createSender } from "./sender.js";

/** What the app asks the browser for when it could not send. */
export const SYNC = "scans";
/** Later than anything that was asked for. */
const FOREVER = new Date(8.64e15);

/**
 * A page that is open sends by itself. Rejects when not all was sent: the browser then tries again.
 * @param {readonly { postMessage(message: string): void }[]} pages
 * @param {import("../storage/types.js").Store} store
 * @param {import("./delivery.js").Send} send
 */
export async function sendInBackground(pages, store, send) {
  for (const page of pages) page.postMessage("flush");
  if (pages.length) return;
  const queue = createQueue(store);
  // Nobody sees an answer to what was asked for when the last page closed: nobody is let in by it.
  await queue.giveUpAsked(FOREVER);
  const sender = createSender({ queue, earlier: createEarlier(store), aside: createAside(store) }, { send });
  const isSent = await sender.flush();
  sender.stop();
  if (!isSent) throw new Error("not all was sent");
}
