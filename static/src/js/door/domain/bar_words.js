/** What the bar says about the list and the scans that wait. Pure. */

/**
 * @typedef {import("./types.js").Say} Say
 * @typedef {import("./types.js").UnsentCounts} UnsentCounts
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How old the list is: in minutes as long as that is easy to grasp, then since when.
 * @param {number | null | undefined} listAt
 * @param {number} now
 * @param {{ say: Say, language: string, zone?: string, part?: { have: number, total: number } | null }} words
 */
export function ageWords(listAt, now, words) {
  const { say, language, zone, part = null } = words;
  if (part) return say("age_part", { have: part.have, total: part.total });
  if (listAt === null || listAt === undefined) return say("age_none");
  const age = now - listAt;
  if (age < MINUTE_MS) return say("age_now");
  if (age < HOUR_MS) return say("age_minutes", { minutes: Math.floor(age / MINUTE_MS) });
  /** @param {Intl.DateTimeFormatOptions} options */
  const write = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(new Date(listAt));
  /** @type {Intl.DateTimeFormatOptions} */
  const date = { day: "numeric", month: "numeric" };
  const isToday = write(date) === new Intl.DateTimeFormat(language, { timeZone: zone, ...date }).format(new Date(now));
  if (isToday) return say("age_today", { time: write({ hour: "numeric", minute: "2-digit", hourCycle: "h23" }) });
  return say("age_before", { date: write(date) });
}

/** Nothing, as long as all is sent and there is a connection. @type {(unsent: number, online: boolean, say: Say) => string} */
export function unsentWords(unsent, online, say) {
  if (!unsent) return online ? "" : say("unsent_none");
  const kind = online ? "unsent_sending" : "unsent_kept";
  return unsent === 1 ? say(`${kind}_one`) : say(kind, { n: unsent });
}

/**
 * What has no way to the server: "" when nothing does. Saved ones are no longer spoken of.
 * @type {(stuck: Pick<UnsentCounts, "refused" | "lost">, say: Say) => string}
 */
export function stuckWords({ refused, lost }, say) {
  const kind = lost ? "stuck_lost" : "stuck_refused";
  const number = lost || refused;
  if (!number) return "";
  return number === 1 ? say(`${kind}_one`) : say(kind, { n: number });
}

/**
 * The checkpoint that this phone scans for; "" at the entrance of the day, where nothing needs saying.
 * @type {(about: Pick<import("./types.js").DoorState, "device" | "event"> | null | undefined, language: string) => string}
 */
export function checkpointWords(about, language) {
  const key = about?.device.checkpoint;
  const title = about?.event.checkpoints?.find((each) => each.key === key)?.title;
  return key ? (title?.[language] ?? title?.de ?? key) : "";
}

/** On a screen without the bar; "" when nothing waits. @type {(unsent: number, say: Say) => string} */
export function unsentNote(unsent, say) {
  if (!unsent) return "";
  return unsent === 1 ? say("unsent_note_one") : say("unsent_note", { n: unsent });
}
