/** Shows one of the screens: pairing, scanner, pin, locked, over or preflight, and what is wrong. */
import { stuckWords, unsentNote } from "../domain/bar_words.js";

export function createScreens(root, say) {
  const one = (selector) => root.querySelector(selector);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const only = (elements, key, names) => elements.forEach((each) => (each.hidden = !names.includes(each.dataset[key])));
  let shown = null;
  let camera = "opening";

  function show(name) {
    // The check shows the picture of the camera, which browsers stop where its own video is hidden.
    only(all("[data-screen]"), "screen", name === "preflight" ? ["scanner", "preflight"] : [name]);
    one('[data-screen="scanner"]').inert = name === "preflight";
    // Whoever cannot see that the screen changed hears its heading. At the start there is nothing to leave.
    if (shown && shown !== name) one(`[data-screen="${name}"] [tabindex="-1"]`)?.focus();
    shown = name;
  }

  /** Locked and over say what becomes of scans that wait. */
  function note(name, unsent) {
    const words = one(`[data-screen="${name}"] [data-unsent]`);
    words.textContent = unsentNote(unsent, say);
    words.hidden = !unsent;
    one(`[data-screen="${name}"] [data-save]`).hidden = !unsent;
    show(name);
  }

  return {
    show,
    shown: () => shown,
    /** Can somebody see what stands on the scanner's screen? */
    isScannerInView: () => shown === "scanner" && !one("dialog[open]") && !document.hidden,

    /** What the buttons of the screens do, by the name of their attribute. */
    onTap(does) {
      for (const [name, act] of Object.entries(does)) for (const button of all(`[data-screen] [data-${name}]`)) button.addEventListener("click", () => act());
    },
    locked: ({ unsent = 0 } = {}) => note("locked", unsent),
    /** `isSaid` by the server; else it is the phone's own clock that says so. */
    over({ unsent = 0, isSaid = true } = {}) {
      only(all("[data-over]"), "over", [isSaid ? "said" : "guessed"]);
      note("over", unsent);
    },

    /** `state`: asking, busy, refused or offline; the message is the server's own, where it has one. */
    pairing(state, message = "") {
      show("pairing");
      only(all("[data-pairing]"), "pairing", [state]);
      const words = one(`[data-pairing="${state}"] [data-message]`);
      if (words && message) words.textContent = message;
      one("[data-how-to-pair]").hidden = ["busy", "offline", "portal"].includes(state);
    },

    /** What was scanned with an earlier pairing, on the screen of a device that has none. */
    kept({ waiting, refused, lost }) {
      const words = lost || refused ? stuckWords({ refused, lost }, say) : unsentNote(waiting, say);
      const place = one("[data-kept]");
      if (place.querySelector("[data-words]").textContent !== words) place.querySelector("[data-words]").textContent = words;
      place.hidden = !words;
    },

    /** `name` of a camera problem, or null when there is none. */
    problem(name) {
      camera = name ?? "open";
      only(all("[data-problem]"), "problem", [name]);
      one("[data-problems]").hidden = !name;
      one("[data-guide]").hidden = Boolean(name);
    },

    /** What `problem` was told last: "open", "opening", or the name of the problem. */
    camera: () => camera,
  };
}
