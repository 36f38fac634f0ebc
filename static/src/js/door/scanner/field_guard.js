/** Keeps what a hand scanner types out of the field that happens to have the focus. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea";

/** @param {EventTarget | null} target @returns {Field | null} */
export const fieldOf = (target) => (target instanceof Element ? target.closest(FIELDS) : null);

/** A PIN is tried as soon as it has its digits: none of them counts before it is clear who types. @param {Field | null} field */
export const isSecret = (field) => field?.type === "password";

export function createFieldGuard() {
  /** @type {{ field: Field, value: string, from: number | null, to: number | null } | null} */
  let before = null;
  /** @type {EventTarget | null} */
  let held = null;

  /** @param {EventTarget | null} field */
  function tell(field) {
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  return {
    /** Something is about to be typed: remember what stood there. @param {Field | null} field */
    begin(field) {
      before = field && { field, value: field.value, from: field.selectionStart, to: field.selectionEnd };
    },
    /** Holds an `input` event back until it is known who types. @param {Event} event */
    hold(event) {
      event.stopImmediatePropagation();
      held = event.target;
    },
    /** A person typed it, as it seems: whoever listens to the field is told now. */
    release() {
      const field = held;
      held = null;
      tell(field);
    },
    /** A scanner typed it: the field has what it had. */
    restore() {
      const was = before;
      held = before = null;
      if (!was || was.field.value === was.value) return;
      was.field.value = was.value;
      if (was.from !== null && document.activeElement === was.field) was.field.setSelectionRange(was.from, was.to);
      tell(was.field);
    },
  };
}
