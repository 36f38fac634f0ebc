/** The shapes that the door's parts hand to one another. */

/** A text of the page, translated by the server. @typedef {(key: string, values?: Record<string, unknown>) => string} Say */

/** Both clocks of the phone: one that nobody can set, one that does not stand still. @typedef {{ clock: number, wall: number }} Moment */

/** @typedef {{ date: string, opens_at: string, closes_at: string }} Day */
/** @typedef {Record<string, string>} Title in each language */
/** @typedef {{ id: number, title: Title, days: string[], left: number, walk_in?: boolean }} TicketType */
/** @typedef {{ title: string, slug?: string, timezone: string, days: Day[], types: TicketType[], reentry?: boolean, checkpoints?: { key: string, title: Title }[] }} Event */
/** @typedef {{ name: string, may_override: boolean, locked: boolean, shares: Record<string, number>, checkpoint?: string | null }} Device */

/**
 * How the door stands, as the server says it.
 * @typedef {object} DoorState
 * @property {Device} device
 * @property {Event} event
 * @property {Day | null} [day]
 * @property {number} inside
 * @property {number} expected
 * @property {string} now
 * @property {boolean} over
 * @property {string} newest
 * @property {string} [version]
 */

/** Who is in at a checkpoint. @typedef {{ at: string, left?: string | null, device: string | null }} Presence */
/** The same as a verdict reads it. @typedef {{ at: string, left_at: string | null, device: string | null }} Admitted */
/** What was done here and the server was not told yet. @typedef {{ scan_id: string, does: string, day: string, checkpoint?: string, at: string, undoes?: string }} PendingAction */

/**
 * A ticket of the list, as the phone keeps it.
 * @typedef {object} Ticket
 * @property {string} ref
 * @property {string[]} codes
 * @property {string} name
 * @property {number} type
 * @property {boolean} [cancelled]
 * @property {Record<string, Presence>} [in]
 * @property {PendingAction[]} [pending]
 * @property {string[]} [keys]
 */

/**
 * What the server sends of a ticket.
 * @typedef {{ ref: string, code: string, name: string, type: number, cancelled?: boolean, retired?: string[], in?: Record<string, Presence> }} Row
 */

/**
 * A page of the list; `replaces` says that the list that was there holds no more.
 * @typedef {{ tickets: Row[], cursor: string, left: number, replaces?: boolean }} ListPage
 */

/** A new pairing. @typedef {DoorState & { token: string, pin: string | null }} Paired */

/**
 * A scan request, or another action, as it waits to be sent.
 * @typedef {object} Entry
 * @property {string} scan_id
 * @property {string} code
 * @property {string} scanned_at
 * @property {string | null} verdict what the phone decided
 * @property {string} action scan, exit, override, undo or walk_in
 * @property {string} day
 * @property {string} [checkpoint] the key of where it was scanned, if not at the entrance of the day
 * @property {string} [mark]
 * @property {string | null} [ref]
 * @property {number} [counts]
 * @property {string} [undoes]
 * @property {string} [reason]
 * @property {number} [ticket_type]
 * @property {string} [name]
 * @property {boolean} [asked]
 * @property {number} [pairing]
 * @property {boolean} [saved]
 * @property {number} [seq]
 * @property {number} [tried]
 * @property {string} [message]
 */

/** @typedef {{ name: string, type?: string, reference: string }} ShownTicket */

/**
 * The answer to an entry, by the server or by the phone.
 * @typedef {object} Result
 * @property {string} verdict
 * @property {ShownTicket | null} ticket
 * @property {string | null} [scan_id]
 * @property {string | null} [first_in_at]
 * @property {string | null} [device]
 * @property {string[]} [valid_on]
 * @property {number} [type_id]
 * @property {string} [action]
 * @property {boolean} [conflict]
 */

/** A ticket as lists show it. @typedef {{ ref: string, name: string, type: string, state: string, at: string, device: string }} TicketView */

/**
 * What was done, as it is listed: `name` and `verdict` are the newest that this phone knows.
 * @typedef {{ scan_id: string, action: string, day: string, checkpoint?: string, ref: string | null, code: string, counts: number, verdict: string | null, at: string, name: string, isUndone: boolean }} RecentScan
 */

/** How many entries are on their way, were not taken, or have no way left. @typedef {{ waiting: number, refused: number, lost: number, unsaved: number, all: number }} UnsentCounts */

/** The server's own says which entry it answers. @typedef {Result & { scan_id: string }} ServerResult */
/** @typedef {{ entry: Entry, result: Result }} Settled */
/** What somebody without a ticket would like. @typedef {{ type: number, name: string }} Wish */
/** What can be taken back. @typedef {{ scan_id: string, day: string, checkpoint?: string, ref: string | null, counts: number, name?: string }} Admission */

/**
 * What stands on the screen: an entry with its result, null while it is being checked; or a group.
 * @typedef {object} Answer
 * @property {Entry | null} [entry]
 * @property {Result | null} [result]
 * @property {number} [more] other tickets of the booking
 * @property {string} [text] that was read
 * @property {Moment} [readAt]
 * @property {boolean} [unasked] nobody but the list could be asked
 * @property {boolean} [isOpen] a tap may ask again
 * @property {boolean} [isLate] the server let somebody in whom the phone had turned away
 * @property {boolean} [isRepeat] the scan was repeated by itself
 * @property {Result | null} [before] what stood there before the repeat
 * @property {Answer[]} [group]
 */

/**
 * What is under way; one thing at a time.
 * @typedef {object} Task
 * @property {string} kind scan, ask, give_up, fail, reopen, settle_first or manual
 * @property {string} [text]
 * @property {Partial<Answer>} [about]
 * @property {boolean} [unasked]
 * @property {Answer} [shown]
 * @property {Wish | null} [wish]
 * @property {Result} [heard] the server's answer in the moment of giving up
 * @property {boolean} [isCovered] another screen came before it: nobody sees its answer
 */

/** @typedef {{ answer: Answer | null, shownAt: number, task: Task | null, waiting: readonly string[] }} ScreenState */

/**
 * What the verdict view shows.
 * @typedef {object} VerdictView
 * @property {string} tone
 * @property {string} icon
 * @property {string} word
 * @property {string} [line]
 * @property {string} [advice]
 * @property {string} [name]
 * @property {string} [type]
 * @property {string} [reference]
 * @property {number} [more]
 * @property {string[]} [actions]
 * @property {{ name: string, word: string }[]} [people]
 */

export {};
