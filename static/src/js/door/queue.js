/**
 * Readings on their way to the server. Each has an id of its own, and whatever is sent again keeps
 * it: the server stores a reading once and repeats its answer.
 */
import { withRetries } from "./retry.js";
import { Unreachable } from "./server.js";

/** `send(entries)` resolves to one result for each; `now()` is the time by the server's clock. */
export function createQueue({ send, now = () => new Date(), newId = newScanId, retry = withRetries }) {
  const unanswered = new Map();

  return {
    /** The reading of a code; one that was never answered is taken up again, not made twice. */
    take(code) {
      const entry = unanswered.get(code) ?? { scan_id: newId(), code, scanned_at: now().toISOString(), verdict: null };
      unanswered.set(code, entry);
      return entry;
    },

    /** Resolves to what the server decided. Raises Unreachable, Unpaired or Refused. */
    async settle(entry) {
      const [result] = await retry(() => send([entry]), (error) => error instanceof Unreachable);
      unanswered.delete(entry.code);
      return result;
    },
  };
}

/** `crypto.randomUUID` exists on https only; a demo in the local network has to do without. */
export function newScanId(random = globalThis.crypto) {
  if (random.randomUUID) return random.randomUUID();
  const bytes = random.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
