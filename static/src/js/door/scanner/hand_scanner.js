/**
 * A hand scanner types into the page like a keyboard. Its codes are taken wherever the focus is:
 * they fill no field, press no button and send no form.
 */
import { readCode } from "../codes/codes.js";
import { createFieldGuard, fieldOf, isSecret } from "./field_guard.js";
import { createKeyReader } from "./key_reader.js";
import { remembered } from "../storage/memory.js";
import { secretInText } from "../codes/pairing_link.js";
import { sampleIn } from "../domain/practice.js";

/** @typedef {import("./field_guard.js").Field} Field */

/** A little longer than the longest gap, since keys may wait for the page. */
const PAUSE_MS = 250;
// Half an address will go on: a phone that is busy hands the keys over late.
const UNFINISHED_MS = 750;
const SECRET_LENGTH = 4;
// They press a focused button, or open a search of the browser.
const PRESSING = [" ", "/", "'"];

/** @param {string} text */
const isUnfinished = (text) => /^https?/i.test(text) && !readCode(text) && !sampleIn(text) && !secretInText(text);

/**
 * `onScan({ text, isCode, layout, end })` gets each scan; `end` is "enter", "tab" or "pause".
 * @param {(scan: import("./key_reader.js").Scan) => void} onScan
 * @param {{ layout?: import("./key_reader.js").LayoutMemory }} memory
 */
export function listenForScanner(onScan, { layout = remembered("scanner-layout") } = {}) {
  const reader = createKeyReader({ layout });
  const guard = createFieldGuard();
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;

  /** @param {Field | null} field */
  const options = (field) => (isSecret(field) ? { fewest: SECRET_LENGTH } : {});

  /** @type {(outcome: import("./key_reader.js").Outcome, event?: KeyboardEvent) => void} */
  function settle(outcome, event) {
    if (outcome.is === "typed") return guard.release();
    if (outcome.is !== "scan" && outcome.is !== "rest") return;
    guard.restore();
    event?.preventDefault();
    event?.stopImmediatePropagation();
    if (outcome.is === "scan") onScan(outcome);
  }

  /** @param {Field | null} field */
  function conclude(field) {
    timer = null;
    settle(reader.pause(performance.now(), options(field)));
  }

  /** @param {Field | null} field */
  function awaitPause(field) {
    endPause();
    timer = setTimeout(() => {
      // Keys that wait behind this timer are taken first.
      timer = setTimeout(conclude, isUnfinished(reader.text()) ? UNFINISHED_MS : 0, field);
    }, PAUSE_MS);
  }

  function endPause() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    // AltGr is Ctrl and Alt together.
    if (event.repeat || event.isComposing || (event.ctrlKey && !event.altKey) || event.metaKey) return;
    const field = fieldOf(event.target);
    const { key, code, shiftKey: shift, timeStamp: at } = event;
    const outcome = reader.press({ key, code, shift, at }, options(field));
    if (outcome.is === "start" || outcome.is === "more") {
      if (outcome.is === "start") {
        guard.release();
        guard.begin(field);
      }
      awaitPause(field);
      const isTyping = outcome.is === "more" || key !== " ";
      if (!field && isTyping && PRESSING.includes(key)) event.preventDefault();
    } else {
      if (outcome.is !== "other") endPause();
      settle(outcome, event);
    }
  }

  // Only as long as it is not known who types: what is pasted or spoken has no keys.
  /** @param {Event} event */
  const isHeld = ({ target, isTrusted }) => timer !== null && isTrusted && fieldOf(target) && reader.running() > (isSecret(fieldOf(target)) ? 0 : 1);

  document.addEventListener("keydown", press, { capture: true });
  document.addEventListener("keyup", (event) => event.key === " " && reader.running() > 1 && !fieldOf(event.target) && event.preventDefault(), { capture: true });
  document.addEventListener("input", (event) => isHeld(event) && guard.hold(event), { capture: true });
}
