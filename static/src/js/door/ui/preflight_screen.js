/** Is this phone ready? Runs the checks, and says for each what it found and what to do. */
import { find, findAll, showOnly } from "./elements.js";

/**
 * @typedef {import("../device/preflight_checks.js").Check} Check
 * @typedef {import("../domain/types.js").Say} Say
 * @typedef {Map<string, string>} States of the checks by name
 */

/** What waits for somebody who holds a code before it; not every phone has a hand scanner. */
const AT_LEISURE = ["scan", "hand"];
// The tone is played as often as somebody likes to hear it, and a scanner may be plugged in later.
const REPEATED = ["sound", "hand"];
/** @type {import("../device/preflight_checks.js").Found} */
const BROKEN = { state: "warn", key: "check_broken" };

/**
 * `checks` come from `createChecks`; `video` is the picture of the scanner, which is shown here too;
 * `onDone()` goes on to scanning.
 * @param {HTMLElement} root
 * @param {{ say: Say, checks: Check[], video: HTMLVideoElement, onDone(): void }} parts
 */
export function createPreflight(root, { say, checks, video, onDone }) {
  const picture = find(root, "[data-picture]", HTMLVideoElement);
  const summary = find(root, "[data-summary]", HTMLElement);
  const done = find(root, "[data-done]", HTMLElement);
  const item = (/** @type {string} */ name) => find(root, `[data-check="${name}"]`, HTMLElement);
  const again = (/** @type {string} */ name) => find(item(name), "[data-check-again]", HTMLElement);
  /** @type {States} */
  let found = new Map();
  let round = 0;

  /** @type {(name: string, state: string, words: string) => void} */
  function fill(name, state, words) {
    const row = item(name);
    row.dataset.state = state;
    find(row, "[data-words]", HTMLElement).textContent = words;
    find(row, "[data-state-word]", HTMLElement).textContent = say(`check_state_${state}`);
    showOnly(findAll(row, "[data-icon]"), "icon", [state]);
    again(name).hidden = state === "wait" || (state === "ok" && !REPEATED.includes(name));
    found.set(name, state);
    const all = summaryWords(found, say);
    if (summary.textContent !== all) summary.textContent = all;
  }

  /** @param {Check} each */
  async function run({ name, run: check }) {
    const mine = round;
    const { waiting = "" } = find(item(name), "[data-words]", HTMLElement).dataset;
    fill(name, "wait", waiting);
    const { state, key, values } = await check().catch(() => BROKEN);
    if (mine !== round) return;
    fill(name, state, say(key, values));
    if (name === "camera") mirror();
  }

  function mirror() {
    picture.hidden = !video.srcObject;
    picture.srcObject = video.srcObject;
  }

  function stop() {
    round++;
    picture.srcObject = null;
  }

  for (const check of checks) {
    const button = again(check.name);
    button.addEventListener("click", () => {
      // It hides while the check runs, and must not take the focus with it.
      done.focus();
      run(check).then(() => button.hidden || button.focus());
    });
  }
  done.addEventListener("click", () => {
    stop();
    onDone();
  });

  return {
    /** Starts all checks anew; the screen itself is shown by whoever calls. */
    show() {
      stop();
      found = new Map(checks.map(({ name }) => [name, "wait"]));
      mirror();
      root.scrollTop = 0;
      checks.forEach(run);
    },
    stop,
  };
}

/** One sentence on all of them; the test scans may take their time. @type {(found: States, say: Say) => string} */
export function summaryWords(found, say) {
  const waiting = [...found].filter(([, state]) => state === "wait").map(([name]) => name);
  if (waiting.some((name) => !AT_LEISURE.includes(name))) return say("check_summary_wait");
  const open = [...found.values()].filter((state) => state === "warn" || state === "fail").length;
  if (open) return open === 1 ? say("check_summary_one") : say("check_summary", { n: open });
  return say(waiting.includes("scan") ? "check_summary_scan" : "check_summary_ok");
}
