/** What somebody typed into the search, and how the tickets found belong together. */
import { mendLayout } from "./keyboard.js";
import { tidyCode } from "./typed_code.js";

/** @typedef {{ kind: "nothing" | "code" | "booking" | "name", code?: string, reference?: string, text?: string }} Query */

// Mending swaps letters too, which names such as Weiß must be spared.
const MANGLED = /^(?:https?ö--|odß)/i;
const WHOLE = /^(?:https?:\/\/\S+|[A-Z2-7]{26}|OD-[A-Z0-9]{6}-\d{1,2})$/i;

/**
 * `{ kind: "nothing" }`, `{ kind: "code", code }`, `{ kind: "booking", reference }` or
 * `{ kind: "name", text }`. Six letters such as Becker may be either: they are taken for a name.
 * @param {string} typed
 * @returns {Query}
 */
export function readQuery(typed) {
  const text = MANGLED.test(typed.trim()) ? mendLayout(typed.trim()) : typed.trim();
  const { code, incomplete } = tidyCode(text);
  if (!text) return { kind: "nothing" };
  if (incomplete) return isReference(text) ? { kind: "booking", reference: code } : { kind: "name", text };
  return WHOLE.test(code) ? { kind: "code", code } : { kind: "name", text };
}

/** @param {string} text */
const isReference = (text) => /^od[\s\-–—.]|\d/i.test(text);

/** @param {{ ref: string }} ticket */
export const referenceOf = ({ ref }) => ref.replace(/-\d+$/, "");

/** Tickets of one booking stand together, at the place of the first of them. @template {{ ref: string }} Shown @param {Shown[]} tickets */
export function byBooking(tickets) {
  /** @type {Map<string, Shown[]>} */
  const bookings = new Map();
  for (const ticket of tickets) {
    const reference = referenceOf(ticket);
    bookings.set(reference, [...(bookings.get(reference) ?? []), ticket]);
  }
  return [...bookings].map(([reference, its]) => ({ reference, tickets: its }));
}
