/** What can happen to the scanner's screen, and what follows from it: the shapes that the reducer is about. */

/**
 * @typedef {import("../types.js").Answer} Answer
 * @typedef {import("../types.js").Entry} Entry
 * @typedef {import("../types.js").Result} Result
 * @typedef {import("../types.js").Wish} Wish
 */

/** What is so outside just then. @typedef {{ canAsk: boolean, hasList: boolean, isInView: boolean, practice: boolean, direction: string }} Facts */
/** Each event brings it. @typedef {{ facts: Facts, at: import("../types.js").Moment }} Context */
/** Nothing but its name. @typedef {Record<never, never>} Bare */

/**
 * Events by their name.
 * @typedef {object} Events
 * @property {{ text: string }} taken
 * @property {{ word: string }} practised
 * @property {{ done: Answer }} decided
 * @property {Bare} turned
 * @property {Bare} again
 * @property {Bare} flushed
 * @property {{ isWaiting: boolean }} reopened
 * @property {{ scan_id: string, result: Result }} answered
 * @property {{ scan_id: string, share?: number }} unanswered
 * @property {{ scan_id: string, error: unknown, isUnpaired: boolean }} refused
 * @property {{ scan_id: string, result: Result | null }} turned_away
 * @property {{ admission: import("../types.js").Admission | null, reason: string }} undo
 * @property {{ reason: string }} override
 * @property {{ refs: string[] }} admit
 * @property {{ wish: Wish, share: number }} walk_in
 * @property {{ done: Answer, wish?: Wish }} done_by_hand
 * @property {{ group: Answer[] }} admitted
 * @property {{ entries: import("../types.js").Settled[] }} settled
 * @property {Bare} taken_back
 * @property {{ error: unknown, isUnpaired: boolean, isSeen?: boolean }} failed
 * @property {Bare} dated
 * @property {Bare} next
 * @property {Bare} closed
 */

/** A verdict of the phone's own. @typedef {{ verdict: string, counts?: number }} Change */

/**
 * Effects by their name.
 * @typedef {object} Effects
 * @property {{ answer: Answer }} show
 * @property {{ word: string }} show_sample
 * @property {{ group: Answer[] }} show_group
 * @property {{ kind: string, view: { tone: string, icon: string, name: string, actions: string[] } }} note
 * @property {Bare} checking
 * @property {{ answer: Answer }} refresh
 * @property {{ tone: string }} sound
 * @property {Bare} close
 * @property {{ text: string, ask: boolean, unlisted: string | null, action: string }} scan
 * @property {{ entry: Entry, wish?: Wish | null }} ask
 * @property {{ entry: Entry, change: Change, wish: Wish | null }} turn_away
 * @property {{ entry: Entry }} reopen
 * @property {Bare} flush
 * @property {{ admission: import("../types.js").Admission, reason: string }} undo
 * @property {{ ticket: import("../types.js").ShownTicket, reason: string }} override
 * @property {{ wish: Wish, verdict: string | null }} walk_in
 * @property {{ refs: string[] }} admit
 * @property {{ admission: import("../types.js").Admission }} take_back
 * @property {Bare} wait_turn
 * @property {{ secret: string }} pairing_link
 * @property {{ error: unknown }} unpaired
 * @property {Bare} done
 */

/** @template {keyof Events} [Name=keyof Events] @typedef {{ [One in Name]: { type: One } & Events[One] }[Name]} ScreenEvent */
/** @template {keyof Effects} [Name=keyof Effects] @typedef {{ [One in Name]: { type: One } & Effects[One] }[Name]} Effect */
/** What may be dispatched while an effect is done. @typedef {ScreenEvent} Outcome */
/** How each effect is done: it resolves to the event that it ends with. @typedef {{ [One in keyof Effects]: (effect: Effect<One>) => Promise<Outcome> | void }} Performers */
/** @typedef {{ state: import("../types.js").ScreenState, effects: Effect[] }} Transition */

export {};
