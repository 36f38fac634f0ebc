/** Pairs this device by the secret of a link, and remembers it until the server says otherwise. */
import { remembered } from "./memory.js";
import { sealPin } from "./pin.js";
import { createServer, Refused, Unreachable } from "./server.js";

export const secretIn = (hash) => /^#koppeln=([\w-]{20,200})$/.exec(hash)?.[1] ?? null;

/** Takes the secret out of the address, so that nobody finds it in the history. */
export function takeSecret() {
  const secret = secretIn(location.hash);
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

/** The pairing is kept with the list, where the service worker finds it too. */
export function createPairing(store, makeServer = createServer) {
  let paired = null;
  const token = () => paired?.token;
  const server = makeServer({ token });

  return {
    server,
    known: () => paired,
    async open() {
      paired = (await store.get("pairing")) ?? (await moveIn(store));
    },
    async forget() {
      paired = null;
      await store.wipe();
    },

    /** Resolves to `{ pin, state }` of a new pairing, or to null when the old one still holds. */
    async pair(secret) {
      try {
        const { token, pin, ...state } = await server.pair(secret);
        const sealed = await sealPin(pin);
        await store.wipe();
        paired = await keep(store, { token, pin: sealed }, state);
        return { pin: sealed && pin, state };
      } catch (error) {
        // Helpers open the link again to get back here; it is used up, and the pairing still holds.
        if (error instanceof Refused && (await stillHolds())) return null;
        throw error;
      }
    },
  };

  async function stillHolds() {
    if (!token()) return false;
    return server.device().then(() => true, (error) => error instanceof Unreachable);
  }
}

/** Devices that were paired before there was a list. */
async function moveIn(store) {
  const before = remembered("device");
  const { token, ...state } = before.get() ?? {};
  before.forget();
  return token ? keep(store, { token, pin: null }, state) : null;
}

async function keep(store, pairing, state) {
  await store.write("meta", async (tx) => {
    tx.store.put(state, "state");
    await tx.store.put(pairing, "pairing");
  });
  return pairing;
}
