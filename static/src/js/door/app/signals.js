/** What parts of the door tell one another: who tells need not know who listens, nor exist after them. */

/**
 * @typedef {(...values: any[]) => void} Listener
 * @typedef {{ on(name: string, listener: Listener): void, emit(name: string, ...values: any[]): void, emitter(name: string): Listener }} Signals
 */

/** @returns {Signals} */
export function createSignals() {
  /** @type {Map<string, Listener[]>} */
  const listeners = new Map();

  /** @type {Signals["emit"]} */
  function emit(name, ...values) {
    for (const listener of listeners.get(name) ?? []) listener(...values);
  }

  return {
    on: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    emit,
    /** A callback that emits this signal. */
    emitter: (name) => (...values) => emit(name, ...values),
  };
}
