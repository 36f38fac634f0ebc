/** How a device comes to its door, by a link or because it was there before, and how it leaves. */
import { secretIn } from "../codes/pairing_link.js";
import { takeSecret } from "../net/pairing.js";
import { Refused, Unreachable } from "../net/server.js";

/** `cover()` puts everything away that belongs to the scanner; `onPairing()` comes before each pairing. */
export function createEnrolment(engine, display, cover, onPairing) {
  const { pairing, session, figures, store } = engine;
  const { screens, verdictView, say } = display;
  let secret = null;
  let offered = null;

  async function enter() {
    session.start(await store.get("state"));
    figures.refresh();
  }

  function welcome({ state, pin }) {
    const line = say("paired_line", { device: state.device.name, event: state.event.title });
    const told = pin ? { name: say("paired_pin", { pin }), advice: say("paired_pin_advice") } : { advice: say("paired_advice") };
    verdictView.show({ tone: "paired", icon: "check", word: say("paired_word"), line, ...told, actions: ["preflight"] });
  }

  async function pair() {
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
  }

  function pairWith(found) {
    onPairing();
    secret = found;
    return pair();
  }

  addEventListener("hashchange", () => secretIn(location.hash) && pairWith(takeSecret()));

  return {
    async begin() {
      if (!(await engine.begin())) return;
      const found = takeSecret();
      if (found) pairWith(found);
      else if (pairing.known()) enter();
      else screens.pairing("asking");
      // What was scanned with an earlier pairing is sent without one too.
      if (!pairing.known()) engine.sender.flush();
      figures.refresh();
    },
    pair,
    pairWith,
    /** Somebody scanned a link: a tap may pair with it. */
    offer(found) {
      offered = found;
    },
    pairOffered: () => pairWith(offered),
    /** The server does not know this device any more. */
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
