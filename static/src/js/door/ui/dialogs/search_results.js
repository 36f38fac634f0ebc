/** The list under the search field, grouped by booking; arrow keys go through it. */
import { byBooking } from "../../codes/search_query.js";
import { copyOf, fillTicket } from "./ticket_row.js";

export function createSearchResults(element, field, { say, onTicket, onGroup }) {
  const part = (name) => element.querySelector(`[data-${name}]`);
  const list = part("results");
  const buttons = () => [...list.querySelectorAll("button:not([hidden])")];

  function ticketRow(view) {
    const row = fillTicket(copyOf(element.querySelector("template[data-ticket]")), view, say);
    row.querySelector("button").addEventListener("click", () => onTicket(view.ref));
    return row;
  }

  /** Whoever is looked for by name may have come with others: the whole booking is offered. */
  function bookingRow({ reference, tickets }, sizes) {
    const size = sizes?.get(reference) ?? tickets.length;
    const row = copyOf(element.querySelector("template[data-booking]"));
    const group = row.querySelector("[data-open-group]");
    group.hidden = size < 2;
    group.querySelector("[data-part]").textContent = say("find_group", { n: size, reference });
    group.addEventListener("click", () => onGroup(reference));
    row.querySelector("[data-tickets]").append(...tickets.map(ticketRow));
    // Whoever was looked for comes before those who were not.
    if (tickets.length < size) row.append(group);
    return row;
  }

  function words({ tickets, more }) {
    if (more) return say("find_more", { n: tickets.length });
    return tickets.length === 1 ? say("find_one") : say("find_some", { n: tickets.length });
  }

  element.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [field, ...buttons()];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
  });

  return {
    /** `counted`: whether enough was typed for the number of results to mean something. */
    show(found, { counted }) {
      list.replaceChildren(...byBooking(found.tickets).map((booking) => bookingRow(booking, found.sizes)));
      part("words").textContent = counted ? words(found) : "";
    },
    clear() {
      list.replaceChildren();
      part("words").textContent = "";
    },
    focusFirst() {
      const [first] = buttons();
      first?.focus();
      return Boolean(first);
    },
  };
}
