/** All tickets of one booking: let in together or one by one. */
import { find } from "../elements.js";
import { createDialog } from "./dialog.js";
import { copyOf, fillTicket, mayEnter } from "./ticket_row.js";

/**
 * @typedef {import("../../domain/types.js").TicketView} TicketView
 * @typedef {{ reference: string, tickets: TicketView[] }} Booking
 */

/**
 * `onAdmit(refs)` lets these tickets in; what came of it is shown by `update`.
 * @param {HTMLDialogElement} element
 * @param {{ say: import("../../domain/types.js").Say, onAdmit(refs: string[]): void }} parts
 */
export function createBookingDialog(element, { say, onAdmit }) {
  const dialog = createDialog(element);
  const part = (/** @type {string} */ name) => find(element, `[data-${name}]`, HTMLElement);
  const all = part("all");
  const template = find(element, "[data-ticket]", HTMLTemplateElement);
  /** @type {TicketView[]} */
  let waiting = [];

  /** @param {TicketView} view */
  function row(view) {
    const made = fillTicket(copyOf(template), view, say);
    const button = find(made, "[data-admit]", HTMLElement);
    button.hidden = !mayEnter(view);
    button.setAttribute("aria-label", say("group_admit", { name: view.name || view.ref }));
    button.addEventListener("click", () => onAdmit([view.ref]));
    made.dataset.ref = view.ref;
    return made;
  }

  /** @param {Booking} booking */
  function fill({ reference, tickets }) {
    const holder = document.activeElement?.closest("[data-ref]");
    const focused = holder instanceof HTMLElement && element.contains(holder) ? holder.dataset.ref : undefined;
    waiting = tickets.filter(mayEnter);
    part("title").textContent = say("group_title", { reference });
    part("words").textContent = say("group_in", { inside: tickets.filter(({ state }) => state === "in").length, n: tickets.length });
    part("tickets").replaceChildren(...tickets.map(row));
    all.hidden = waiting.length < 2;
    find(all, ".kern-label", HTMLElement).textContent = allWords(waiting.length, say);
    if (focused) next(focused).focus();
  }

  /** The button that was pressed is gone: the focus goes on to the next one below, or to the first. @param {string} ref */
  function next(ref) {
    const rows = [...part("tickets").children];
    const from = rows.findIndex((each) => each.getAttribute("data-ref") === ref);
    const buttons = [...rows.slice(from), ...rows].map((each) => find(each, "[data-admit]", HTMLElement));
    return buttons.find((button) => !button.hidden) ?? part("close");
  }

  all.addEventListener("click", () => {
    onAdmit(waiting.map(({ ref }) => ref));
    part("close").focus();
  });

  return {
    /** @param {Booking} booking */
    open(booking) {
      fill(booking);
      dialog.open(all.hidden ? undefined : all);
    },
    /** @param {Booking} booking */
    update(booking) {
      if (element.open) fill(booking);
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}

/** @type {(n: number, say: import("../../domain/types.js").Say) => string} */
export const allWords = (n, say) => (n === 2 ? say("group_both") : say("group_all", { n }));
