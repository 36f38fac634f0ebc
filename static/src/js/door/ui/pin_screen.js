/** Asks for the PIN of the device; four digits open it without pressing anything. */
import { createFieldError } from "./field_error.js";

const LENGTH = 4;

/** `onPin(pin)` resolves to "right", "wrong" or "wait"; `secondsToWait()` to how long that is. */
export function createPinScreen(root, { say, onPin, secondsToWait }) {
  const form = root.querySelector("form");
  const field = form.elements.pin;
  const button = form.querySelector("button");
  const complain = createFieldError(root.querySelector("[data-error]"), field);
  let timer = null;
  let asking = false;

  async function submit() {
    const pin = digitsIn(field.value);
    if (asking || field.disabled) return;
    if (pin.length < LENGTH) return complain(say("pin_missing"));
    asking = true;
    const answer = await onPin(pin).finally(() => (asking = false));
    if (answer !== "right") field.value = "";
    if (answer === "wrong") complain(say("pin_wrong"));
    if (answer === "wait") await show();
  }

  /** Counts down in the words beside the field, and gives it back when the time is over. */
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

  /** `device` is the name to tell whoever is asked for the PIN. */
  async function show({ device = "" } = {}) {
    form.reset();
    if (device) root.querySelector("[data-ask]").textContent = say("pin_ask", { device });
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

export const digitsIn = (text) => text.replace(/\D/g, "").slice(0, LENGTH);
