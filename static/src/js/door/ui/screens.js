/** Shows one of the screens: pairing, scanner, pin, locked, over or preflight, and what is wrong. */
import { stuckWords, unsentNote } from "../domain/bar_words.js";
import { find, findAll, showOnly } from "./elements.js";

/** @param {HTMLElement} root @param {import("../domain/types.js").Say} say */
export function createScreens(root, say) {
  const one = (/** @type {string} */ selector) => find(root, selector, HTMLElement);
  const all = (/** @type {string} */ selector) => findAll(root, selector);
  /** @type {string | null} */
  let shown = null;
  let camera = "opening";

  /** @param {string} name */
  function show(name) {
    // The check shows the picture of the camera, which browsers stop where its own video is hidden.
    showOnly(all("[data-screen]"), "screen", name === "preflight" ? ["scanner", "preflight"] : [name]);
    one('[data-screen="scanner"]').inert = name === "preflight";
    // Whoever cannot see that the screen changed hears its heading. At the start there is nothing to leave.
    if (shown && shown !== name) all(`[data-screen="${name}"] [tabindex="-1"]`)[0]?.focus();
    shown = name;
  }

  /** Locked and over say what becomes of scans that wait. @type {(name: string, unsent: number) => void} */
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
    isScannerInView: () => shown === "scanner" && !root.querySelector("dialog[open]") && !document.hidden,

    /** What the buttons of the screens do, by the name of their attribute. @param {Record<string, () => unknown>} does */
    onTap(does) {
      for (const [name, act] of Object.entries(does)) for (const button of all(`[data-screen] [data-${name}]`)) button.addEventListener("click", () => act());
    },
    locked: (/** @type {{ unsent?: number }} */ { unsent = 0 } = {}) => note("locked", unsent),
    /** `isSaid` by the server; else it is the phone's own clock that says so. @param {{ unsent?: number, isSaid?: boolean }} about */
    over({ unsent = 0, isSaid = true } = {}) {
      showOnly(all("[data-over]"), "over", [isSaid ? "said" : "guessed"]);
      note("over", unsent);
    },

    /** An older page of the app keeps the memory closed; what is due comes by itself when it does no more. @param {boolean} isBlocked */
    blocked(isBlocked) {
      if (isBlocked) show("blocked");
    },

    /** `state`: asking, busy, refused or offline; the message is the server's own, where it has one. @param {string} state @param {string} message */
    pairing(state, message = "") {
      show("pairing");
      showOnly(all("[data-pairing]"), "pairing", [state]);
      const [words] = all(`[data-pairing="${state}"] [data-message]`);
      if (words && message) words.textContent = message;
      one("[data-how-to-pair]").hidden = ["busy", "offline", "portal"].includes(state);
    },

    /**
     * What was scanned with an earlier pairing, on the screen of a device that has none.
     * @param {Pick<import("../domain/types.js").UnsentCounts, "waiting" | "refused" | "lost">} stuck
     */
    kept({ waiting, refused, lost }) {
      const words = lost || refused ? stuckWords({ refused, lost }, say) : unsentNote(waiting, say);
      const place = one("[data-kept] [data-words]");
      if (place.textContent !== words) place.textContent = words;
      one("[data-kept]").hidden = !words;
    },

    /** `name` of a camera problem, or null when there is none. @param {string | null} name */
    problem(name) {
      camera = name ?? "open";
      showOnly(all("[data-problem]"), "problem", [name]);
      one("[data-problems]").hidden = !name;
      one("[data-guide]").hidden = Boolean(name);
    },

    /** What `problem` was told last: "open", "opening", or the name of the problem. */
    camera: () => camera,
  };
}
