/** Puts into words what the helper sees: an answer, a booking, a ticket in a list. */
import { offeredTypes } from "../domain/walk_in_offers.js";
import { viewOf } from "../domain/ticket_views.js";
import { actionsFor, present, presentGroup } from "../domain/verdict_view.js";

/**
 * `page` has `say`, `language` and `titleOf(type)`.
 * @param {Pick<import("./engine.js").Engine, "status" | "figures" | "sync" | "clock">} engine
 * @param {{ say: import("../domain/types.js").Say, language: string, titleOf: (type: import("../domain/types.js").TicketType) => string }} page
 */
export function createPresenter(engine, page) {
  const { status, figures, sync, clock } = engine;
  const { say, language, titleOf } = page;
  const known = () => knownState(status.about());
  const walkInTypes = () => offeredTypes(status.about()?.event.types ?? [], figures, titleOf);

  return {
    walkInTypes,

    /** What is shown of an answer, with what can be done about it. @param {import("../domain/types.js").Answer} answer */
    viewOf({ entry, result, more = 0, unasked = false, isOpen = false }) {
      if (!result) throw new Error("not answered yet");
      const { event, device } = known();
      const day = event.days?.find(({ date }) => date === (entry?.day ?? figures.day())) ?? null;
      const at = entry ? new Date(entry.scanned_at) : clock.now();
      const listAt = unasked ? sync.list().at : null;
      // The organiser may have changed days and hours since.
      const valid_on = event.types?.find(({ id }) => id === result.type_id)?.days ?? result.valid_on;
      const shown = present({ action: entry?.action, ...result, valid_on }, { say, language, zone: event.timezone, day, at, listAt });
      // A sample has no entry, and nothing can be done about it.
      const can = entry ? { mayOverride: device.may_override, own: true, more, walkIn: walkInTypes().length > 0 } : {};
      return { ...shown, more, actions: [...(isOpen ? ["again"] : []), ...actionsFor(result, can)] };
    },

    /** @param {import("../domain/types.js").Answer[]} group */
    viewOfGroup: (group) => presentGroup(group, { say, language, zone: known().event.timezone }),

    /** A ticket as lists show it. @param {import("../domain/types.js").Ticket} ticket */
    rowOf(ticket) {
      const { event, device } = known();
      return viewOf(ticket, { event, here: figures.here(), titleOf, language, deviceName: device.name });
    },

    /** What the screens say that come in the place of the scanner. */
    note: () => ({ unsent: figures.unsent(), isSaid: Boolean(status.about()?.over), device: status.about()?.device.name }),
  };
}

/** @param {import("../domain/types.js").DoorState | null} about */
function knownState(about) {
  if (!about) throw new Error("nothing is known of the event");
  return about;
}
