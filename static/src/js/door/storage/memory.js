/** What the phone remembers. A browser that forbids it forgets with the page, and nothing breaks. */

/**
 * @template Value
 * @typedef {{ get(): Value | null, set(next: Value): void, forget(): void }} Remembered
 */

const PREFIX = "ortenaudigital.door.";

/** @template Value @param {string} name @param {Storage | null} storage @returns {{ get(): Value | null, set(next: Value): void, forget(): void }} */
export function remembered(name, storage = safeStorage()) {
  const key = PREFIX + name;
  /** @type {Value | null} */
  let value = read(storage, key);
  return {
    get: () => value,
    set(next) {
      value = next;
      try {
        storage?.setItem(key, JSON.stringify(next));
      } catch {
        // Full or forbidden: it lasts as long as the page.
      }
    },
    forget() {
      value = null;
      storage?.removeItem(key);
    },
  };
}

function safeStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** @param {Storage | null} storage @param {string} key */
function read(storage, key) {
  try {
    return JSON.parse(storage?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
