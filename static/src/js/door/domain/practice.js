/** Sample codes, to learn what the door says. They are never stored and never sent. Pure. */
const WORDS = ["welcome", "already_in", "cancelled", "replaced", "wrong_day", "not_open", "unknown", "other_event"];
const SAMPLE = /^(?:https?:\/\/[^/\s]+)?\/einlass\/uebung#([a-z_]+)$/;
const MINUTES_AGO = 12;
const A_DAY_MS = 86_400_000;

/** The verdict that a sample code stands for, or null for any other code. @param {string} text */
export function sampleIn(text) {
  const [, word = ""] = SAMPLE.exec(text.trim()) ?? [];
  return WORDS.includes(word) ? word : null;
}

/**
 * What the server would answer; `say` gives the name, ticket type and device of the sample.
 * @type {(word: string, now: Date, say: import("./types.js").Say) => import("./types.js").Result}
 */
export function sampleResult(word, now, say) {
  const isNobodys = word === "unknown" || word === "other_event";
  return {
    scan_id: null,
    action: "scan",
    verdict: word,
    ticket: isNobodys ? null : { name: say("sample_name"), type: say("sample_type"), reference: "OD-222222-1" },
    first_in_at: word === "already_in" ? new Date(now.getTime() - MINUTES_AGO * 60_000).toISOString() : null,
    device: word === "already_in" ? say("sample_device") : null,
    valid_on: word === "wrong_day" ? [new Date(now.getTime() + A_DAY_MS).toISOString().slice(0, 10)] : [],
    conflict: false,
  };
}
