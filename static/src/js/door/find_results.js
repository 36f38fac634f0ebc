/** The list under the search field, grouped by booking; arrow keys go through it. */
import { byBooking } from "./find_query.js";
import { copyOf, fillTicket } from "./ticket_row.js";

export function createFindResults(dialog, field, { say, onTicket, onGroup }) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const list = part("results");
  const buttons = () => [...list.querySelectorAll("button:not([hidden])")];

  function ticketRow(view) {
    const row = fillTicket(copyOf(dialog.querySelector("template[data-ticket]")), view, say);
    row.querySelector("button").addEventListener("click", () => onTicket(view.ref));
    return row;
  }

  function bookingRow({ reference, tickets }) {
    const row = copyOf(dialog.querySelector("template[data-booking]"));
    const group = row.querySelector("[data-open-group]");
    group.hidden = tickets.length < 2;
    group.querySelector("[data-part]").textContent = say("find_group", { n: tickets.length, reference });
    group.addEventListener("click", () => onGroup(reference));
    row.querySelector("[data-tickets]").append(...tickets.map(ticketRow));
    return row;
  }

  function words({ tickets, more }) {
    if (more) return say("find_more", { n: tickets.length });
    return tickets.length === 1 ? say("find_one") : say("find_some", { n: tickets.length });
  }

  dialog.addEventListener("keydown", (event) => {
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
      list.replaceChildren(...byBooking(found.tickets).map(bookingRow));
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
