/** What parts of the door tell one another: who tells need not know who listens, nor exist after them. */

/**
 * What each signal tells.
 * @typedef {object} Told
 * @property {[name: string]} action a button was pressed
 * @property {[text: string]} code somebody aims at one
 * @property {[change: { practice?: boolean, direction?: string }]} mode
 * @property {[]} cover something else comes before the scanner
 * @property {[]} sound it became audible, or silent
 * @property {[]} group not all of a booking came in
 * @property {[]} pairing it begins
 * @property {[name: string]} screen is due
 * @property {[]} change something that the bar shows
 * @property {[step: { have: number, total: number }]} progress of the first load
 * @property {[list: import("../storage/types.js").ListState]} list has changed
 * @property {[entries: import("../domain/types.js").Settled[]]} sent what the server has answered
 * @property {[entries: import("../domain/types.js").Settled[]]} settled those of them that are of this pairing
 * @property {[isReached: boolean, error?: import("../net/server.js").Unreachable]} reach
 * @property {[error: import("../net/server.js").Unpaired]} unpaired
 * @property {[]} kept something was put aside, or lost
 * @property {[kind: string]} trouble nothing is stored any more
 * @property {[isBlocked: boolean]} blocked an older page of the app keeps the memory closed
 * @property {[]} flush send what waits
 * @property {[]} lock the PIN is due
 * @property {[mark: string, milliseconds: number]} wrong_clock times since then are off by so much
 */

/**
 * @typedef {object} Signals
 * @property {<Name extends keyof Told>(name: Name, listener: (...values: Told[Name]) => unknown) => void} on
 * @property {<Name extends keyof Told>(name: Name, ...values: Told[Name]) => void} emit
 * @property {<Name extends keyof Told>(name: Name) => (...values: Told[Name]) => void} emitter a callback that emits this signal
 */

/** @returns {Signals} */
export function createSignals() {
  /** @type {Map<keyof Told, ((...values: never[]) => unknown)[]>} */
  const listeners = new Map();

  /** @type {Signals["emit"]} */
  function emit(name, ...values) {
    // Each came here under its name, and so takes what that tells.
    const those = /** @type {((...told: typeof values) => unknown)[]} */ (listeners.get(name) ?? []);
    for (const listener of those) listener(...values);
  }

  return {
    on: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    emit,
    emitter: (name) => (...values) => emit(name, ...values),
  };
}
