/** The slim bar: connection, age of the list, scans that wait, how many are in, and the mode. */
import { ageWords, checkpointWords, stuckWords, unsentWords } from "../domain/bar_words.js";
import { find } from "./elements.js";

/**
 * @typedef {import("../domain/types.js").DoorState} DoorState
 * @typedef {import("../domain/types.js").UnsentCounts} UnsentCounts
 * @typedef {object} BarState
 * @property {boolean} online
 * @property {DoorState | null} about
 * @property {number | null} [listAt]
 * @property {import("../storage/types.js").ListState | null} [list]
 * @property {number} [unsent]
 * @property {boolean} [practice]
 * @property {string} [direction]
 * @property {string | null} [trouble]
 * @property {Pick<UnsentCounts, "refused" | "lost">} [stuck]
 */

// The list grows older without anything else happening.
const EVERY_MS = 15_000;

/**
 * `onAction(name)` comes for each button; `now()` is by the server's clock.
 * @param {HTMLElement} root
 * @param {import("../domain/types.js").Say} say
 * @param {(name: string) => void} onAction
 * @param {() => number} now
 */
export function createBar(root, say, onAction, now = Date.now) {
  const part = (/** @type {string} */ name) => find(root, `[data-bar="${name}"]`, HTMLElement);
  const language = document.documentElement.lang;
  /** @type {BarState | null} */
  let latest = null;

  // Where nothing changed nothing is written, so that screen readers stay quiet.
  /** @param {string} name @param {string} words */
  function write(name, words) {
    if (part(name).textContent !== words) part(name).textContent = words;
    part(name).hidden = !words;
  }

  function render() {
    if (!latest) return;
    const { online, about, listAt = null, list = null, unsent = 0, practice = false, direction = "in" } = latest;
    part("online").hidden = !online;
    part("offline").hidden = online;
    root.dataset.online = String(online);
    const half = list && !list.complete && list.have ? list : null;
    write("age", ageWords(listAt, now(), { say, language, zone: about?.event.timezone, part: half }));
    write("unsent", unsentWords(unsent, online, say));
    const checkpoint = checkpointWords(about, language);
    write("checkpoint", checkpoint);
    // Where a checkpoint stands, "entrance" would be wrong.
    part("way").hidden = !about?.event.reentry || direction === "out" || Boolean(checkpoint);
    part("out").hidden = direction !== "out" || practice;
    part("practice").hidden = !practice;
    warn(latest);
    if (about) tell(about);
  }

  /** One warning at a time, the one about what could be lost by what somebody does next first. @param {BarState} state */
  function warn({ trouble = null, stuck = { refused: 0, lost: 0 } }) {
    const words = trouble ? say(`trouble_${trouble}`) : stuckWords(stuck, say);
    if (part("warning-words").textContent !== words) part("warning-words").textContent = words;
    part("save").hidden = Boolean(trouble) || !words;
    part("warning").hidden = !words;
  }

  /** @param {DoorState} about */
  function tell(about) {
    const { inside, expected } = about;
    write("device", about.device.name);
    write("event", about.event.title);
    // On a day without the event nobody is expected, and nothing is known before the first answer.
    part("inside").hidden = !about.day || inside === undefined;
    part("counts").textContent = `${inside} / ${expected}`;
    part("counts-spoken").textContent = say("counts", { inside, expected });
  }

  part("to-in").addEventListener("click", () => onAction("direction"));
  part("samples").addEventListener("click", () => onAction("samples"));
  part("end").addEventListener("click", () => onAction("practice"));
  part("save").addEventListener("click", () => onAction("save"));
  setInterval(render, EVERY_MS);

  return {
    /** @param {BarState} state */
    show(state) {
      latest = state;
      render();
    },
  };
}
