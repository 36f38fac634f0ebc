/** Asks for the PIN of the device; four digits open it without pressing anything. */
import { find } from "./elements.js";
import { createFieldError } from "./field_error.js";

const LENGTH = 4;

/**
 * `onPin(pin)` resolves to "right", "wrong" or "wait"; `secondsToWait()` to how long that is.
 * @param {HTMLElement} root
 * @param {object} parts
 * @param {import("../domain/types.js").Say} parts.say
 * @param {(pin: string) => Promise<"right" | "wrong" | "wait">} parts.onPin
 * @param {() => Promise<number>} parts.secondsToWait
 */
export function createPinScreen(root, { say, onPin, secondsToWait }) {
  const form = find(root, "form", HTMLFormElement);
  const field = find(form, "[name=pin]", HTMLInputElement);
  const button = find(form, "button", HTMLButtonElement);
  const complain = createFieldError(find(root, "[data-error]", HTMLElement), field);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let asking = false;

  async function submit() {
    const pin = digitsIn(field.value);
    if (asking || field.disabled) return;
    if (pin.length < LENGTH) return complain(say("pin_missing"));
    asking = true;
    const answer = await onPin(pin).finally(() => {
      asking = false;
    });
    if (answer !== "right") field.value = "";
    if (answer === "wrong") complain(say("pin_wrong"));
    if (answer === "wait") await show();
  }

  /** Counts down in the words beside the field, and gives it back when the time is over. @param {number} seconds */
  function wait(seconds) {
    clearTimeout(timer);
    field.disabled = button.disabled = seconds > 0;
    if (seconds <= 0) return complain("");
    complain(say("pin_wait", { seconds }));
    timer = setTimeout(() => {
      wait(seconds - 1);
      if (seconds === 1) field.focus();
    }, 1000);
  }

  /** `device` is the name to tell whoever is asked for the PIN. @param {{ device?: string }} note */
  async function show({ device = "" } = {}) {
    form.reset();
    if (device) find(root, "[data-ask]", HTMLElement).textContent = say("pin_ask", { device });
    wait(Math.ceil(await secondsToWait()));
    field.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    if (field.value !== digitsIn(field.value)) field.value = digitsIn(field.value);
    if (field.value.length === LENGTH) submit();
  });

  return { show };
}

/** @param {string} text */
export const digitsIn = (text) => text.replace(/\D/g, "").slice(0, LENGTH);
