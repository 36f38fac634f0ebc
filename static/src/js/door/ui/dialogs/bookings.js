/** Looks for tickets and lets in a booking: the search, and the dialog of a booking that it leads to. */
import { referenceOf } from "../../codes/search_query.js";
import { searchTickets, ticketsOfBooking } from "../../storage/list.js";
import { createBookingDialog } from "./booking_dialog.js";
import { createSearchDialog } from "./search_dialog.js";

/**
 * @param {(name: string) => HTMLDialogElement} part
 * @param {import("../../storage/types.js").Store} store
 * @param {Pick<import("./dialogs.js").Scanning, "controller" | "presenter">} scanning
 * @param {import("../../domain/types.js").Say} say
 */
export function createBookingDialogs(part, store, { controller, presenter }, say) {
  let group = "";
  const rows = async (/** @type {string} */ reference) => ({ reference, tickets: (await ticketsOfBooking(store, reference)).map(presenter.rowOf) });
  const booking = createBookingDialog(part("group"), { say, onAdmit: admit });
  const search = createSearchDialog(part("find"), {
    say,
    search: async (text) => {
      const { tickets, more } = await searchTickets(store, text);
      return { tickets: tickets.map(presenter.rowOf), more, sizes: await sizesOf(store, tickets) };
    },
    onCode: controller.take,
    onGroup: open,
  });

  /** @param {string} reference */
  async function open(reference) {
    group = reference;
    booking.open(await rows(reference));
  }

  /** The dialog tells who came in; who may not is told on the verdict view, with what to do. @param {string[]} refs */
  async function admit(refs) {
    if (await controller.admit(refs)) await refresh();
    else booking.close();
  }

  async function refresh() {
    if (booking.isOpen()) booking.update(await rows(group));
  }

  return {
    all: [search, booking],
    find: search.open,
    open,
    refresh,
    close() {
      if (booking.isOpen()) booking.close();
    },
  };
}

/**
 * How many tickets each booking has of which somebody was found.
 * @param {import("../../storage/types.js").Store} store
 * @param {{ ref: string }[]} tickets
 */
async function sizesOf(store, tickets) {
  const references = [...new Set(tickets.map(referenceOf))];
  const sizes = await Promise.all(references.map(async (reference) => /** @type {const} */ ([reference, (await ticketsOfBooking(store, reference)).length])));
  return new Map(sizes);
}
