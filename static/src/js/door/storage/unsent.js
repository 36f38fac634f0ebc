/** All that the server was not told, whatever the reason: counted, and saved as a file. */
import { asTold, withoutCode } from "./queue.js";
import { SERVICE } from "../net/shapes.js";

const STORES = ["queue", "aside", "earlier", "pairings", "meta"];
const KIND = "unsent-scans";

/** `{ waiting, refused, lost, unsaved, all }`: how many are on their way, not taken, or have no way left. */
export function createUnsent(store) {
  return {
    count: () =>
      store.read(STORES, async (tx) => {
        const { queue, aside, earlier, lost } = await readAll(tx);
        const isLost = ({ pairing }) => lost.has(pairing);
        const kept = [...aside, ...earlier];
        const counts = {
          waiting: queue.length + earlier.filter((entry) => !isLost(entry)).length,
          refused: aside.filter((entry) => !isLost(entry) && !entry.saved).length,
          lost: kept.filter((entry) => isLost(entry) && !entry.saved).length,
          unsaved: [...queue, ...kept].filter(({ saved }) => !saved).length,
        };
        return { ...counts, all: queue.length + kept.length };
      }),

    /** What was done here with this pairing and is not in the server's figures. */
    own: () =>
      store.read(["queue", "aside"], async (tx) => {
        const aside = await tx.objectStore("aside").getAll();
        return [...(await tx.objectStore("queue").getAll()), ...aside.filter(({ pairing }) => pairing === undefined)];
      }),

    /** The content of a file for each pairing that has something unsent. */
    read: () =>
      store.read(STORES, async (tx) => {
        const { queue, aside, earlier, pairings } = await readAll(tx);
        const state = await tx.objectStore("meta").get("state");
        const current = { id: undefined, device: state?.device.name ?? "", event: state?.event.title ?? "", slug: state?.event.slug ?? "" };
        const entries = [...queue, ...aside, ...earlier];
        return [current, ...pairings]
          .map((pairing) => ({ ...pairing, scans: entries.filter((entry) => entry.pairing === pairing.id) }))
          .filter(({ scans }) => scans.length)
          .map(contentOf);
      }),

    /** These were saved by somebody, and may be deleted. */
    markSaved: (ids) =>
      store.write(["queue", "aside", "earlier"], async (tx) => {
        for (const name of ["queue", "aside", "earlier"]) {
          const kept = tx.objectStore(name);
          for (const entry of await kept.getAll()) if (ids.has(entry.scan_id)) await kept.put({ ...entry, saved: true });
        }
      }),
  };
}

async function readAll(tx) {
  const names = ["queue", "aside", "earlier", "pairings"];
  const rows = {};
  for (const name of names) rows[name] = await tx.objectStore(name).getAll();
  return { ...rows, lost: new Set(rows.pairings.filter(({ lost }) => lost !== null).map(({ id }) => id)) };
}

export const contentOf = ({ slug, device, event, scans }) => ({ service: SERVICE, kind: KIND, event: slug, title: event, device, scans: scans.map((entry) => asTold(withoutCode(entry))) });

/** Hands the file to the browser, which asks where to, or puts it with the downloads. */
export function saveFile(content, page = document) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  const link = Object.assign(page.createElement("a"), { href: address, download: fileName(content) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const fileName = ({ event, device }) => `scans-${[event, device].join("-").replace(/[^\p{L}\p{N}]+/gu, "-")}.json`.toLowerCase();
