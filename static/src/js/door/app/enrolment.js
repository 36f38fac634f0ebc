/** How a device comes to its door, by a link or because it was there before, and how it leaves. */
import { secretIn } from "../codes/pairing_link.js";
import { takeSecret } from "../net/pairing.js";
import { Refused, Unreachable } from "../net/server.js";

/**
 * @typedef {object} Display
 * @property {ReturnType<typeof import("../ui/screens.js").createScreens>} screens
 * @property {ReturnType<typeof import("../ui/verdict_view.js").createVerdictView>} verdictView
 * @property {import("../domain/types.js").Say} say
 */
/** @typedef {import("./engine.js").Engine} Engine */

/**
 * `cover()` puts everything away that belongs to the scanner; `onPairing()` comes before each pairing.
 * @param {Engine} engine
 * @param {Display} display
 * @param {() => void} cover
 * @param {() => void} onPairing
 */
export function createEnrolment(engine, display, cover, onPairing) {
  const { pairing, figures } = engine;
  const { screens } = display;
  const { enter, pairBy } = createPairingSteps(engine, display, cover);
  let [secret, offered] = ["", ""];

  const pair = () => pairBy(secret);

  /** @param {string} found */
  function pairWith(found) {
    onPairing();
    secret = found;
    return pair();
  }

  function pairByAddress() {
    const found = takeSecret();
    if (found) pairWith(found);
    return found !== null;
  }

  addEventListener("hashchange", () => secretIn(location.hash) && pairByAddress());

  return {
    async begin() {
      if (!(await engine.begin())) return;
      const isPairing = pairByAddress();
      if (!isPairing && pairing.known()) enter();
      else if (!isPairing) screens.pairing("asking");
      // What was scanned with an earlier pairing is sent without one too.
      if (!pairing.known()) engine.sender.flush();
      figures.refresh();
    },
    pair,
    pairWith,
    /** Somebody scanned a link: a tap may pair with it. @param {string} found */
    offer(found) {
      offered = found;
    },
    pairOffered: () => pairWith(offered),
    /** The server does not know this device any more. @param {import("../net/server.js").Unpaired} error */
    async refused(error) {
      cover();
      // The newer pairing begins as every start does.
      if (!(await engine.lose(error))) return location.reload();
      screens.pairing("refused", error.message);
      figures.refresh();
    },
    /** Resolves to false while there are scans that are neither sent nor saved. */
    async wipe() {
      if (!(await engine.wipe())) return false;
      cover();
      screens.pairing("asking");
      figures.refresh();
      return true;
    },
  };
}

/**
 * @param {Engine} engine
 * @param {Display} display
 * @param {() => void} cover
 */
function createPairingSteps(engine, { screens, verdictView, say }, cover) {
  const { pairing, session, figures, store } = engine;

  async function enter() {
    session.start((await store.get("state")) ?? null);
    figures.refresh();
  }

  /** @param {{ state: import("../domain/types.js").DoorState, pin: string | null }} paired */
  function welcome({ state, pin }) {
    const line = say("paired_line", { device: state.device.name, event: state.event.title });
    const told = pin ? { name: say("paired_pin", { pin }), advice: say("paired_pin_advice") } : { advice: say("paired_advice") };
    verdictView.show({ tone: "paired", icon: "check", word: say("paired_word"), line, ...told, actions: ["preflight"] });
  }

  return {
    enter,
    /** @param {string} secret */
    async pairBy(secret) {
      screens.pairing("busy");
      try {
        const paired = await pairing.pair(secret);
        if (paired) {
          cover();
          session.stop();
          await engine.open();
        }
        await enter();
        if (paired) welcome(paired);
      } catch (error) {
        if (error instanceof Unreachable) screens.pairing(error.isPortal ? "portal" : "offline");
        else screens.pairing("refused", error instanceof Refused ? error.message : "");
        figures.refresh();
      }
    },
  };
}
