/** What the helper is shown for an answer. Pure: same answer, same screen. */
import { letsIn } from "./verdict.js";

/**
 * @typedef {import("./types.js").Day} Day
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").Say} Say
 * @typedef {{ say: Say, language: string, zone: string }} Words
 * @typedef {{ day: Day | null, at: Date, listAt?: number | null }} Scanned
 * @typedef {Pick<import("./types.js").VerdictView, "tone" | "icon">} Look
 */

const WELCOME = { tone: "welcome", icon: "check" };
const CAUTION = { tone: "caution", icon: "clock" };
const UNDONE = { tone: "caution", icon: "undo" };
const STOP = { tone: "stop", icon: "cross" };
const LEFT = { tone: "left", icon: "out" };
/** @type {Record<string, Look>} */
const VIEWS = { welcome: WELCOME, override: WELCOME, left: LEFT, undone: UNDONE, already_in: CAUTION, nothing_to_undo: UNDONE };
const STOPPED = ["cancelled", "replaced", "wrong_day", "not_open", "unknown", "other_event", "not_in", "sold_out", "forbidden"];
const KNOWN = [...Object.keys(VIEWS), ...STOPPED];
// Nobody is looked for after these.
const SETTLED = ["left", "undone", "nothing_to_undo"];
/** What these say follows from hours and days, which the organiser may change meanwhile. */
export const DATED = ["not_open", "wrong_day"];
const BY_HAND = ["already_in", "cancelled", "replaced", "wrong_day", "not_open"];

/**
 * `say(key, values)` is a text in the language of the page; `zone` and `day` (with `opens_at` and
 * `closes_at`) are those of the event; `at` is the moment of the scan. `listAt` is given when
 * nobody but the list of that moment could be asked.
 * @param {Result} result
 * @param {Words & Scanned} context
 */
export function present(result, context) {
  const { say, language, zone, day, at, listAt = null } = context;
  const kind = kindOf(result, { day, at, listAt });
  return {
    ...(VIEWS[result.verdict] ?? STOP),
    word: say(`${kind === "unknown_offline" ? "unknown" : kind}_word`),
    line: lineOf(kind, result, { say, language, zone, day, listAt }),
    advice: say(`${kind}_advice`),
    name: result.ticket?.name ?? "",
    type: result.ticket?.type ?? "",
    reference: result.ticket?.reference ?? "",
  };
}

/**
 * What fits an answer: `own` admissions can be undone, and `more` tickets of the booking let in.
 * @param {Pick<Result, "verdict" | "ticket">} result
 * @param {{ mayOverride?: boolean, own?: boolean, more?: number, walkIn?: boolean }} can
 */
export function actionsFor({ verdict, ticket }, can) {
  const { mayOverride = false, own = false, more = 0, walkIn = false } = can;
  /** @type {Record<string, boolean>} */
  const fits = {
    undo: own && (verdict === "welcome" || verdict === "override"),
    override: mayOverride && Boolean(ticket) && BY_HAND.includes(verdict),
    group: more > 0,
    walk_in: walkIn && verdict === "unknown",
    find: !letsIn(verdict) && !SETTLED.includes(verdict),
  };
  return Object.keys(fits).filter((action) => fits[action]);
}

/**
 * Several tickets that came in together, where not all may: who may not is named, with the reason.
 * @param {import("./types.js").Answer[]} group
 * @param {Words} words
 * @returns {import("./types.js").VerdictView}
 */
export function presentGroup(group, { say, language, zone }) {
  const refused = group.filter(({ result }) => !letsIn(result?.verdict));
  const inside = group.length - refused.length;
  return {
    ...(inside ? CAUTION : STOP),
    word: say("group_part_word", { inside, n: group.length }),
    line: say(refused.length === 1 ? "group_part_line_one" : "group_part_line", { n: refused.length }),
    people: refused.map(({ entry, result }) => ({ name: result?.ticket?.name || entry?.ref || entry?.code || "", word: reasonOf(result, { say, language, zone }) })),
    advice: say("group_part_advice"),
    actions: ["find"],
  };
}

/** "Schon eingelassen um 09:12 Uhr, Haupteingang" @type {(result: Result | null | undefined, words: Words) => string} */
function reasonOf(result, { say, language, zone }) {
  const { verdict = "unclear" } = result ?? {};
  const line = result && verdict === "already_in" ? lineOf(verdict, result, { say, language, zone, day: null, listAt: null }) : "";
  return [say(`${KNOWN.includes(verdict) ? verdict : "unclear"}_word`), line].filter(Boolean).join(" ");
}

/** @type {(result: Result, scanned: Scanned) => string} */
function kindOf({ verdict, action }, { day, at, listAt }) {
  if (!KNOWN.includes(verdict)) return "unclear";
  if (verdict === "welcome" && action === "walk_in") return "walk_in";
  if (verdict === "unknown" && listAt) return "unknown_offline";
  if (verdict !== "not_open" || !day?.opens_at) return verdict;
  if (at < new Date(day.opens_at)) return "too_early";
  // Within hours that were changed since, or that this phone does not know yet.
  return at < new Date(day.closes_at) ? "not_open" : "too_late";
}

/** @type {(kind: string, result: Result, context: Words & Omit<Scanned, "at">) => string} */
function lineOf(kind, result, context) {
  const { say, language, zone, day, listAt } = context;
  /** @param {string | number} moment */
  const time = (moment) => clock(moment, language, zone);
  if (kind === "already_in" && result.first_in_at) {
    const values = { time: time(result.first_in_at), device: result.device ?? "" };
    return say(result.device ? "already_in_line" : "already_in_line_alone", values);
  }
  if (kind === "wrong_day" && result.valid_on?.length) return say("wrong_day_line", { days: days(result.valid_on, language) });
  if (kind === "unknown_offline" && listAt) return say("unknown_offline_line", { time: time(listAt) });
  if (kind === "too_early" && day) return say("too_early_line", { time: time(day.opens_at) });
  if (kind === "too_late" && day) return say("too_late_line", { time: time(day.closes_at) });
  if (kind === "not_open" && day?.opens_at) return say("not_open_line", { from: time(day.opens_at), to: time(day.closes_at) });
  return ["already_in", "wrong_day", "not_open", "unclear"].includes(kind) ? "" : say(`${kind}_line`);
}

/** @type {(moment: string | number, language: string, zone: string) => string} */
export function clock(moment, language, zone) {
  const format = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return format.format(new Date(moment));
}

/** @type {(dates: string[], language: string) => string} */
function days(dates, language) {
  const format = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  // The day of the month stays with its month when the line breaks.
  /** @param {string} date */
  const write = (date) => format.format(new Date(`${date}T00:00:00Z`)).replace(/(\d\S*) (?=\p{L})/u, "$1\u00a0");
  const written = dates.map(write);
  return new Intl.ListFormat(language, { type: "conjunction" }).format(written);
}
