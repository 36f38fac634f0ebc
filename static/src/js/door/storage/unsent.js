/** All that the server was not told, whatever the reason: counted, and saved as a file. */
import { asTold, withoutCode } from "./queue.js";
import { SERVICE } from "../net/shapes.js";

/**
 * @typedef {import("../domain/types.js").Entry} Entry
 * @typedef {import("./types.js").EarlierPairing} EarlierPairing
 * @typedef {{ slug: string, device: string, event: string, scans: Entry[] }} Unsent
 * @typedef {ReturnType<typeof contentOf>} Content of a file
 */

/** @type {("queue" | "aside" | "earlier" | "pairings" | "meta")[]} */
const STORES = ["queue", "aside", "earlier", "pairings", "meta"];
const KIND = "unsent-scans";

/**
 * `{ waiting, refused, lost, unsaved, all }`: how many are on their way, not taken, or have no way left.
 * @param {Pick<import("./types.js").Store, "read" | "write">} store
 */
export function createUnsent(store) {
  return {
    count: () =>
      store.read(STORES, async (tx) => {
        const { queue, aside, earlier, lost } = await readAll(tx);
        /** @param {Entry} entry */
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

    /** These were saved by somebody, and may be deleted. @param {Set<string>} ids */
    markSaved: (ids) =>
      store.write(["queue", "aside", "earlier"], async (tx) => {
        await mark(tx.objectStore("queue"), ids);
        for (const name of /** @type {const} */ (["aside", "earlier"])) await mark(tx.objectStore(name), ids);
      }),
  };
}

/** @param {import("./types.js").Stores<"queue" | "aside" | "earlier" | "pairings">} tx */
async function readAll(tx) {
  const pairings = await tx.objectStore("pairings").getAll();
  const [aside, earlier] = [await tx.objectStore("aside").getAll(), await tx.objectStore("earlier").getAll()];
  /** @type {Entry[]} */
  const queue = await tx.objectStore("queue").getAll();
  /** @type {Set<number | undefined>} */
  const lost = new Set(pairings.filter((pairing) => pairing.lost !== null).map(({ id }) => id));
  return { queue, aside, earlier, pairings, lost };
}

/**
 * @template {Entry} Kept
 * @param {{ getAll(): Promise<Kept[]>, put(entry: Kept): Promise<unknown> }} kept
 * @param {Set<string>} ids
 */
async function mark(kept, ids) {
  for (const entry of await kept.getAll()) if (ids.has(entry.scan_id)) await kept.put({ ...entry, saved: true });
}

/** @param {Unsent} unsent */
export const contentOf = ({ slug, device, event, scans }) => ({ service: SERVICE, kind: KIND, event: slug, title: event, device, scans: scans.map((entry) => asTold(withoutCode(entry))) });

/** Hands the file to the browser, which asks where to, or puts it with the downloads. @param {Content} content @param {Document} page */
export function saveFile(content, page = document) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  const link = Object.assign(page.createElement("a"), { href: address, download: fileName(content) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {{ event: string, device: string }} content */
export const fileName = ({ event, device }) => `scans-${[event, device].join("-").replace(/[^\p{L}\p{N}]+/gu, "-")}.json`.toLowerCase();
