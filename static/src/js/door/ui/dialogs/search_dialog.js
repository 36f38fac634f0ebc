/** The search: one field for a name, a whole code or the reference of a booking. */
import { find as findElement } from "../elements.js";
import { createFieldError } from "../field_error.js";
import { readQuery, referenceOf } from "../../codes/search_query.js";
import { createSearchResults } from "./search_results.js";
import { createDialog } from "./dialog.js";

/** @typedef {import("./search_results.js").Found} Found */

const LEAST_LETTERS = 2;

/**
 * `search(text)` resolves to `{ tickets: [view…], more }`; `onCode(code)` gets a whole code, or the
 * short code of the ticket that was chosen; `onGroup(reference)` a booking.
 * @param {HTMLDialogElement} element
 * @param {object} parts
 * @param {import("../../domain/types.js").Say} parts.say
 * @param {(text: string) => Promise<Found>} parts.search
 * @param {(code: string) => void} parts.onCode
 * @param {(reference: string) => void} parts.onGroup
 */
export function createSearchDialog(element, { say, search, onCode, onGroup }) {
  const dialog = createDialog(element);
  const form = findElement(element, "form", HTMLFormElement);
  const field = findElement(form, "[name=query]", HTMLInputElement);
  const complain = createFieldError(findElement(element, "[data-error]", HTMLElement), field);
  /** @type {(take: (chosen: string) => void) => (chosen: string) => void} */
  const leaveTo = (take) => (chosen) => {
    element.close();
    take(chosen);
  };
  const results = createSearchResults(element, field, { say, onTicket: leaveTo(onCode), onGroup: leaveTo(onGroup) });
  let latest = 0;

  /** Resolves to what was found, or to null when something else has been asked for since. @param {string} text @returns {Promise<Found | null>} */
  async function find(text) {
    const mine = ++latest;
    try {
      const found = text.length < LEAST_LETTERS ? { tickets: [], more: false } : await search(text);
      return mine === latest && element.open ? found : null;
    } catch {
      if (mine === latest) complain(say("find_failed"));
      return null;
    }
  }

  async function type() {
    complain("");
    const query = readQuery(field.value);
    const found = await find(query.code ?? query.reference ?? query.text ?? "");
    if (found) results.show(found, { counted: field.value.trim().length >= LEAST_LETTERS });
  }

  async function submit() {
    const query = readQuery(field.value);
    if (query.kind === "nothing") return complain(say("find_missing"));
    if (query.code) return leaveTo(onCode)(query.code);
    const found = await find(query.reference ?? query.text ?? "");
    if (found) settle(query, found);
  }

  /** @param {import("../../codes/search_query.js").Query} query @param {Found} found */
  function settle({ reference, text }, found) {
    results.show(found, { counted: true });
    if (reference && found.tickets.some((ticket) => referenceOf(ticket) === reference)) return leaveTo(onGroup)(reference);
    if (reference) return complain(say("find_no_booking", { reference }));
    if (!results.focusFirst()) complain(say("find_nobody", { text }));
  }

  field.addEventListener("input", type);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  return {
    open() {
      form.reset();
      complain("");
      results.clear();
      dialog.open(field);
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
