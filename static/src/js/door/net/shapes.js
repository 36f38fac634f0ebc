/**
 * The shapes of what our server answers. Hotspots and gateways answer too; what has not exactly the
 * shape that was asked for is not ours, and nothing of it is stored. Pure.
 */
export const SERVICE = "ortenaudigital";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string";
const isNumber = (value) => Number.isFinite(value);
const isMoment = (value) => isText(value) && !Number.isNaN(Date.parse(value));
const orNull = (is) => (value) => value === null || value === undefined || is(value);
const all = (is) => (value) => Array.isArray(value) && value.every(is);

/** `{ name: test }`: an object that has at least these, each as it should be. */
const shape = (parts) => (value) => isObject(value) && Object.entries(parts).every(([name, is]) => is(value[name]));

export const isOurs = shape({ service: (value) => value === SERVICE });

const isDay = shape({ date: isText, opens_at: isMoment, closes_at: isMoment });
const isDevice = shape({ name: isText, may_override: (value) => typeof value === "boolean", locked: (value) => typeof value === "boolean", shares: isObject });
const isType = shape({ id: isNumber, title: isObject, days: all(isText), left: isNumber });
const isEvent = shape({ title: isText, timezone: isText, days: all(isDay), types: all(isType) });

/** How the door stands. */
export const isState = shape({
  device: isDevice,
  event: isEvent,
  day: orNull(isDay),
  inside: isNumber,
  expected: isNumber,
  now: isMoment,
  over: (value) => typeof value === "boolean",
  newest: isText,
});

/** A new pairing: the state, and what the phone keeps as its own. */
export const isPairing = (value) => isState(value) && isText(value.token) && value.token !== "" && orNull(isText)(value.pin);

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

/** A page of the list after a cursor; one that leads nowhere would be asked for without end. */
export const isPageAfter = (cursor) => (value) => isRows(value) && (value.left === 0 || value.cursor !== cursor);

const isTicket = shape({ name: isText, reference: isText });
const isVerdict = shape({ scan_id: isText, verdict: isText, ticket: orNull(isTicket), first_in_at: orNull(isMoment), device: orNull(isText) });

/** One answer for each of these entries: what is not answered would be sent without end. */
export const areResultsFor = (entries) => (value) => {
  const { results } = value;
  if (!all(isVerdict)(results)) return false;
  const answered = new Set(results.map(({ scan_id }) => scan_id));
  return entries.every(({ scan_id }) => answered.has(scan_id));
};
