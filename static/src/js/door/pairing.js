/** Pairs this device by the secret of a link, and remembers it until the server says otherwise. */
import { remembered } from "./memory.js";
import { createServer, Refused, Unreachable } from "./server.js";

export const secretIn = (hash) => /^#koppeln=([\w-]{20,200})$/.exec(hash)?.[1] ?? null;

/** Takes the secret out of the address, so that nobody finds it in the history. */
export function takeSecret() {
  const secret = secretIn(location.hash);
  if (secret) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

export function createPairing() {
  const paired = remembered("device");
  const token = () => paired.get()?.token;
  const server = createServer({ token });

  return {
    server,
    known: () => paired.get(),
    forget: () => paired.forget(),

    /** Resolves to whether this device was paired just now. Raises Unreachable or Refused. */
    async pair(secret) {
      try {
        const { token, device: about, event, day } = await server.pair(secret);
        paired.set({ token, device: about, event, day });
        return true;
      } catch (error) {
        // Helpers open the link again to get back here; it is used up, and the pairing still holds.
        if (error instanceof Refused && (await stillHolds())) return false;
        throw error;
      }
    },
  };

  async function stillHolds() {
    if (!token()) return false;
    return server.device().then(() => true, (error) => error instanceof Unreachable);
  }
}
