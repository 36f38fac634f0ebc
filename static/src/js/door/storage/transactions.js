/** Transactions on IndexedDB as long as the browser stores anything; from then on in memory. */
import { isLost, NotOpened, nameOf, readAll } from "./connection.js";
import { createMemoryDatabase } from "./memory_database.js";
import { STORES } from "./schema.js";

/** Where nothing can be stored any more, and why. @type {Record<string, string>} */
const TROUBLE = { QuotaExceededError: "full", InvalidStateError: "none", UnknownError: "none", AbortError: "none" };
/** Where it cannot even be opened, if that has a reason of its own. @type {Record<string, string>} */
const NOT_OPENED = { VersionError: "old" };

/** @typedef {import("./types.js").StoreName} StoreName */

/**
 * `onTrouble(kind)` comes when nothing is stored any more, as `createStore` says.
 * @param {ReturnType<typeof import("./connection.js").createConnection>} connection
 * @param {(kind: string) => void} onTrouble
 */
export function createTransactions(connection, onTrouble) {
  /** @type {Promise<ReturnType<typeof createMemoryDatabase>> | null} */
  let falling = null;
  /** @type {string | null} */
  let trouble = null;

  /** With all that could still be read: a scan that is not stored is kept there. @param {string} kind */
  async function fallBack(kind) {
    const contents = await readAll(connection.open).catch(() => ({}));
    trouble = kind;
    onTrouble(kind);
    return createMemoryDatabase(STORES, contents);
  }

  /** @type {typeof connection.run} */
  async function run(names, mode, work, options) {
    return falling ? (await falling).run(names, work) : connection.run(names, mode, work, options);
  }

  /** @type {typeof connection.run} */
  async function transact(...call) {
    try {
      return await run(...call);
    } catch (error) {
      if (!isLost(error)) return inMemory(error, () => run(...call));
      connection.close();
      return run(...call).catch((again) => inMemory(again, () => run(...call)));
    }
  }

  /**
   * Only where the browser cannot store: what is wrong with the work itself is the caller's.
   * @template Value
   * @param {unknown} error
   * @param {() => Promise<Value>} again
   */
  async function inMemory(error, again) {
    const kind = error instanceof NotOpened ? (NOT_OPENED[error.message] ?? "none") : TROUBLE[nameOf(error)];
    if (!kind || (trouble && falling)) throw error;
    falling ??= fallBack(kind);
    return again();
  }

  return {
    transact,
    isInMemory: () => falling !== null,
    /** Null as long as what is written stays. */
    trouble: () => trouble,
  };
}
