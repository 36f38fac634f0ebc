/** Pairs this device by the secret of a link, and remembers it until the server says otherwise. */
import { secretIn } from "../codes/pairing_link.js";
import { leaveBehind } from "../storage/earlier_pairings.js";
import { remembered } from "../storage/memory.js";
import { sealPin } from "../device/pin.js";
import { createServer, Refused, Unreachable } from "./server.js";
import { ALL_STORES } from "../storage/schema.js";

/**
 * @typedef {import("../domain/types.js").DoorState} DoorState
 * @typedef {import("../storage/types.js").Pairing} Pairing
 * @typedef {import("../storage/types.js").Store} Store
 */

/** Takes the secret out of the address, so that nobody finds it in the history. */
export function takeSecret() {
  const secret = secretIn(location.hash);
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

/**
 * The pairing is kept with the list: both go together. Unsent scans stay, whatever happens to it.
 * @param {Store} store
 * @param {(parts: { token(): string | undefined }) => Pick<ReturnType<typeof createServer>, "pair" | "device" | "contact" | "list" | "scans">} makeServer
 */
export function createPairing(store, makeServer = createServer) {
  /** @type {Pairing | null} */
  let paired = null;
  const token = () => paired?.token;
  const server = makeServer({ token });

  return {
    server,
    known: () => paired,
    async open() {
      paired = (await store.get("pairing")) ?? (await moveIn(store));
    },

    /** Resolves to `{ pin, state }` of a new pairing, or to null when the old one still holds. @param {string} secret */
    async pair(secret) {
      try {
        const { token, pin, ...state } = await server.pair(secret);
        const sealed = await sealPin(pin);
        paired = await keep(store, { token, pin: sealed }, state);
        return { pin: sealed && pin, state };
      } catch (error) {
        // Helpers open the link again to get back here; it is used up, and the pairing still holds.
        if (error instanceof Refused && (await stillHolds())) return null;
        throw error;
      }
    },

    /**
     * The server does not know this device any more; `reason` is what it said to this token. False,
     * and nothing happens, when this phone was paired anew meanwhile, perhaps in another window.
     * @param {string} reason
     * @param {string} [refused]
     */
    async lose(reason, refused = token()) {
      const newer = await store.write(ALL_STORES, async (tx) => {
        const stored = await tx.objectStore("meta").get("pairing");
        if (stored && stored.token !== refused) return stored;
        await leaveBehind(tx, reason);
        return null;
      });
      paired = newer;
      if (newer) return false;
      store.base.clear();
      return true;
    },

    /** Deletes everything. Resolves to false, and deletes nothing, while scans are neither sent nor saved. */
    async wipe() {
      if (!(await store.clearDisk())) return false;
      const isWiped = await store.write(ALL_STORES, async (tx) => {
        for (const name of /** @type {const} */ (["queue", "aside", "earlier"])) {
          if ((await tx.objectStore(name).getAll()).some(({ saved }) => !saved)) return false;
        }
        await Promise.all(ALL_STORES.map((name) => tx.objectStore(name).clear()));
        return true;
      });
      if (!isWiped) return false;
      store.base.clear();
      paired = null;
      return true;
    },
  };

  async function stillHolds() {
    if (!token()) return false;
    return server.device().then(() => true, (error) => error instanceof Unreachable);
  }
}

/** Devices that were paired before there was a list. @param {Store} store */
async function moveIn(store) {
  /** @type {import("../storage/memory.js").Remembered<Partial<DoorState> & { token?: string }>} */
  const before = remembered("device");
  const { token, ...state } = before.get() ?? {};
  before.forget();
  return token ? keep(store, { token, pin: null }, /** @type {DoorState} */ (state)) : null;
}

/**
 * In one step: whatever dies in between, each scan is in one of the queues.
 * @param {Store} store
 * @param {Pairing} pairing
 * @param {DoorState} state
 */
async function keep(store, pairing, state) {
  await store.write(ALL_STORES, async (tx) => {
    await leaveBehind(tx);
    const meta = tx.objectStore("meta");
    await meta.put(state, "state");
    await meta.put(pairing, "pairing");
  });
  store.base.clear();
  return pairing;
}
