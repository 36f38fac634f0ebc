/** Tickets as lists show them: who, which, and where that person is. Pure. */
import { admittedOf } from "./admissions.js";
import { dayOf } from "./verdict.js";
import { clock } from "./verdict_view.js";

/**
 * @typedef {import("./types.js").Ticket} Ticket
 * @typedef {import("./types.js").TicketType} TicketType
 * @typedef {{ event: import("./types.js").Event, here: string, titleOf: (type: TicketType) => string, language: string, deviceName: string }} Context
 */

/**
 * `event` is the state's; `here` the key of the checkpoint; `titleOf(type)` a text in the language of the page.
 * @type {(ticket: Ticket, context: Context) => import("./types.js").TicketView}
 */
export function viewOf(ticket, context) {
  const { event, here, titleOf, language, deviceName } = context;
  const type = event.types?.find(({ id }) => id === ticket.type);
  const presence = admittedOf(ticket)[here];
  const moment = presence?.left_at ?? presence?.at;
  return {
    ref: ticket.ref,
    name: ticket.name,
    type: type ? titleOf(type) : "",
    state: stateOf(ticket, type, presence, dayOf(here)),
    at: moment ? clock(moment, language, event.timezone) : "",
    device: presence ? (presence.device ?? deviceName) : "",
  };
}

/** @type {(ticket: Ticket, type: TicketType | undefined, presence: import("./types.js").Admitted | undefined, day: string) => string} */
function stateOf(ticket, type, presence, day) {
  if (presence) return presence.left_at ? "out" : "in";
  if (ticket.cancelled) return "cancelled";
  return type && !type.days.includes(day) ? "wrong_day" : "valid";
}
