/** Which ticket types can be had without a ticket, and what stands beside each. Pure. */

/**
 * @typedef {import("./types.js").Say} Say
 * @typedef {import("./types.js").TicketType} TicketType
 * @typedef {{ id: number, title: string, left?: number | null, share?: number | null }} OfferedType
 * @typedef {{ id: number, title: string, possible: boolean, words: string }} Offer
 */

/**
 * Offline only the share counts that the organiser gave to this device.
 * @type {(today: { online: boolean, types: OfferedType[] }, say: Say) => Offer[]}
 */
export function offersOf({ online, types }, say) {
  return types.map(({ id, title, left, share }) => {
    const places = Math.max(0, (online ? left : share) ?? 0);
    return { id, title, possible: places > 0, words: placesWords(places, online ? "places" : "share", say) };
  });
}

/** @type {(n: number, kind: string, say: Say) => string} */
function placesWords(n, kind, say) {
  if (n === 0) return say(`${kind}_none`);
  return n === 1 ? say(`${kind}_one`) : say(kind, { n });
}

/**
 * What is to be known before choosing; "" when there is nothing to say.
 * @type {(offers: Pick<Offer, "possible">[], online: boolean, say: Say) => string}
 */
export function noteOn(offers, online, say) {
  const none = !offers.some(({ possible }) => possible);
  if (online) return none ? say("walk_in_full") : "";
  return none ? say("walk_in_offline_full") : say("walk_in_offline");
}

/**
 * The types of the day that need no ticket, with what is left of each. `figures` tells day and shares.
 * @param {TicketType[]} types
 * @param {{ day(): string, shareOf(type: number): number }} figures
 * @param {(type: TicketType) => string} titleOf
 */
export function offeredTypes(types, figures, titleOf) {
  const offered = types.filter((type) => type.walk_in && type.days.includes(figures.day()));
  return offered.map((type) => {
    const share = figures.shareOf(type.id);
    return { id: type.id, title: titleOf(type), left: type.left + share, share };
  });
}
