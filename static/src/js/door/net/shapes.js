/**
 * The shapes of what our server answers. Hotspots and gateways answer too; what has not exactly the
 * shape that was asked for is not ours, and nothing of it is stored. Pure.
 */

/** @typedef {(value: unknown) => boolean} Is */
export const SERVICE = "ortenaudigital";

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";
/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
/** @type {Is} */
const isMoment = (value) => isText(value) && !Number.isNaN(Date.parse(value));
/** @type {(is: Is) => Is} */
const orNull = (is) => (value) => value === null || value === undefined || is(value);
/** @type {(is: Is) => Is} */
const all = (is) => (value) => Array.isArray(value) && value.every(is);

/** `{ name: test }`: an object that has at least these, each as it should be. @type {(parts: Record<string, Is>) => Is} */
const shape = (parts) => (value) => isObject(value) && Object.entries(parts).every(([name, is]) => is(value[name]));

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isOurs = (value) => isObject(value) && value.service === SERVICE;

const isDay = shape({ date: isText, opens_at: isMoment, closes_at: isMoment });
const isDevice = shape({ name: isText, may_override: (value) => typeof value === "boolean", locked: (value) => typeof value === "boolean", shares: isObject, checkpoint: orNull(isText) });
const isType = shape({ id: isNumber, title: isObject, days: all(isText), left: isNumber });
const isCheckpoint = shape({ key: isText, title: isObject });
const isEvent = shape({ title: isText, timezone: isText, days: all(isDay), types: all(isType), checkpoints: orNull(all(isCheckpoint)) });

/** How the door stands. */
export const isState = /** @type {(value: unknown) => value is import("../domain/types.js").DoorState} */ (shape({
  device: isDevice,
  event: isEvent,
  day: orNull(isDay),
  inside: isNumber,
  expected: isNumber,
  now: isMoment,
  over: (value) => typeof value === "boolean",
  newest: isText,
}));

const hasToken = shape({ token: (value) => isText(value) && value !== "", pin: orNull(isText) });
/** A new pairing: the state, and what the phone keeps as its own. @param {unknown} value @returns {value is import("../domain/types.js").Paired} */
export const isPairing = (value) => isState(value) && hasToken(value);

const isPresence = shape({ at: isMoment, left: orNull(isMoment), device: orNull(isText) });
const isRow = shape({
  ref: isText,
  code: isText,
  name: isText,
  type: isNumber,
  retired: orNull(all(isText)),
  in: orNull((value) => isObject(value) && Object.values(value).every(isPresence)),
});
const isRows = shape({ tickets: all(isRow), cursor: isText, left: (value) => isNumber(value) && value >= 0 });

/** A page of the list after a cursor; one that leads nowhere would be asked for without end. @type {(cursor: string | null) => (value: unknown) => value is import("../domain/types.js").ListPage} */
export const isPageAfter = (cursor) => /** @returns {value is import("../domain/types.js").ListPage} */ (value) => isObject(value) && isRows(value) && (value.left === 0 || value.cursor !== cursor);

const isTicket = shape({ name: isText, reference: isText });
const isVerdict = shape({ scan_id: isText, verdict: isText, ticket: orNull(isTicket), first_in_at: orNull(isMoment), device: orNull(isText) });

/** One answer for each of these entries: what is not answered would be sent without end. @type {(entries: { scan_id: string }[]) => (value: unknown) => value is { results: import("../domain/types.js").ServerResult[] }} */
export const areResultsFor = (entries) => /** @returns {value is { results: import("../domain/types.js").ServerResult[] }} */ (value) => {
  if (!isObject(value) || !Array.isArray(value.results) || !value.results.every(isVerdict)) return false;
  const answered = new Set(value.results.map(({ scan_id }) => scan_id));
  return entries.every(({ scan_id }) => answered.has(scan_id));
};
