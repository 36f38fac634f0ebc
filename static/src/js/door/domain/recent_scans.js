/** The last scans of this phone, each of which can be taken back, also after the app was started anew. */
import { wasLetIn } from "./admissions.js";
import { letsIn } from "./verdict.js";

/**
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {import("./types.js").RecentScan} RecentScan
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").Settled} Settled
 * @typedef {{ name?: string } | null | undefined} Named
 */

export const MOST_RECENT = 20;
const KEY = "recent";
// Enough to tell codes apart, and too little to come in with one.
const SHOWN = 6;

/** What was done, as it is listed: `name` and `verdict` are the newest that this phone knows. @type {(entry: Entry, ticket: Named) => RecentScan} */
function recordOf(entry, ticket) {
  const { scan_id, action, day, checkpoint, ref = null, code = "", counts = 0, verdict, scanned_at: at } = entry;
  return { scan_id, action, day, checkpoint, ref, code: code.slice(0, SHOWN), counts, verdict: verdict ?? null, at, name: ticket?.name ?? "", isUndone: false };
}

/**
 * Adds an entry, or marks what it takes back; in a transaction with `meta`.
 * @param {import("../storage/types.js").Stores<"meta">} tx
 * @param {Entry} entry
 * @param {Named} ticket
 */
export async function remember(tx, entry, ticket) {
  const meta = tx.objectStore("meta");
  const known = (await meta.get(KEY)) ?? [];
  const before = known.find(({ scan_id }) => scan_id === entry.scan_id);
  const others = known.filter(({ scan_id }) => scan_id !== entry.scan_id);
  const scans = entry.undoes
    ? known.map((scan) => (scan.scan_id === entry.undoes ? { ...scan, isUndone: true } : scan))
    : [recordOf(entry, ticket?.name ? ticket : before), ...others].slice(0, MOST_RECENT);
  await meta.put(scans, KEY);
}

/** May this one be taken back? @param {Pick<RecentScan, "verdict" | "isUndone">} scan */
export const mayUndo = ({ verdict, isUndone }) => letsIn(verdict) && !isUndone;

/** What the server said takes the place of what the phone had said. @type {(scan: RecentScan, entry: Entry, result: Result) => RecentScan} */
function corrected(scan, entry, result) {
  const isIn = wasLetIn(entry, result);
  // Whom the phone turned away did not go in, whatever would have been right.
  const verdict = letsIn(result.verdict) && !isIn ? scan.verdict : result.verdict;
  const counts = isIn ? scan.counts || 1 : scan.counts;
  return { ...scan, verdict, counts, ref: scan.ref ?? result.ticket?.reference ?? null, name: result.ticket?.name || scan.name };
}

/** @param {Pick<import("../storage/types.js").Store, "get" | "writeSoon">} store */
export function createRecentScans(store) {
  return {
    /** Those of a day, the newest first. @param {string} day */
    list: async (day) => ((await store.get(KEY)) ?? []).filter((scan) => scan.day === day),

    /** The server's answers to some of them. @param {Settled[]} settled */
    async settle(settled) {
      const answers = new Map(settled.map((each) => [each.entry.scan_id, each]));
      await store.writeSoon("meta", async (tx) => {
        const known = (await tx.store.get(KEY)) ?? [];
        if (!known.some(({ scan_id }) => answers.has(scan_id))) return;
        const scans = known.map((scan) => {
          const answer = answers.get(scan.scan_id);
          return answer ? corrected(scan, answer.entry, answer.result) : scan;
        });
        await tx.store.put(scans, KEY);
      });
    },
  };
}
