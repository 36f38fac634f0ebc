/** The list under the search field, grouped by booking; arrow keys go through it. */
import { byBooking } from "../../codes/search_query.js";
import { find, findAll } from "../elements.js";
import { copyOf, fillTicket } from "./ticket_row.js";

/** Which way a key leads in the list. @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @typedef {import("../../domain/types.js").TicketView} TicketView
 * @typedef {{ tickets: TicketView[], more: boolean, sizes?: Map<string, number> }} Found `sizes` are those of the bookings
 */

/**
 * @param {HTMLElement} element
 * @param {HTMLInputElement} field
 * @param {{ say: import("../../domain/types.js").Say, onTicket(ref: string): void, onGroup(reference: string): void }} parts
 */
export function createSearchResults(element, field, { say, onTicket, onGroup }) {
  const list = find(element, "[data-results]", HTMLElement);
  const summary = find(element, "[data-words]", HTMLElement);
  const templates = { ticket: find(element, "template[data-ticket]", HTMLTemplateElement), booking: find(element, "template[data-booking]", HTMLTemplateElement) };
  const buttons = () => findAll(list, "button:not([hidden])");

  /** @param {TicketView} view */
  function ticketRow(view) {
    const row = fillTicket(copyOf(templates.ticket), view, say);
    find(row, "button", HTMLElement).addEventListener("click", () => onTicket(view.ref));
    return row;
  }

  /**
   * Whoever is looked for by name may have come with others: the whole booking is offered.
   * @param {{ reference: string, tickets: TicketView[] }} booking
   * @param {Map<string, number>} [sizes]
   */
  function bookingRow({ reference, tickets }, sizes) {
    const size = sizes?.get(reference) ?? tickets.length;
    const row = copyOf(templates.booking);
    const group = find(row, "[data-open-group]", HTMLElement);
    group.hidden = size < 2;
    find(group, "[data-part]", HTMLElement).textContent = say("find_group", { n: size, reference });
    group.addEventListener("click", () => onGroup(reference));
    find(row, "[data-tickets]", HTMLElement).append(...tickets.map(ticketRow));
    // Whoever was looked for comes before those who were not.
    if (tickets.length < size) row.append(group);
    return row;
  }

  /** @param {Found} found */
  function words({ tickets, more }) {
    if (more) return say("find_more", { n: tickets.length });
    return tickets.length === 1 ? say("find_one") : say("find_some", { n: tickets.length });
  }

  element.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    const stops = [field, ...buttons()];
    const { activeElement } = document;
    const from = activeElement instanceof HTMLElement ? stops.indexOf(activeElement) : -1;
    const next = stops[from + step];
    if (!next || from < 0) return;
    event.preventDefault();
    next.focus();
  });

  return {
    /** `counted`: whether enough was typed for the number of results to mean something. @param {Found} found @param {{ counted: boolean }} how */
    show(found, { counted }) {
      list.replaceChildren(...byBooking(found.tickets).map((booking) => bookingRow(booking, found.sizes)));
      summary.textContent = counted ? words(found) : "";
    },
    clear() {
      list.replaceChildren();
      summary.textContent = "";
    },
    focusFirst() {
      const [first] = buttons();
      first?.focus();
      return Boolean(first);
    },
  };
}
