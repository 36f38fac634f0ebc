/** Keeps what a hand scanner types out of the field that happens to have the focus. */
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea";

export const fieldOf = (target) => target?.closest?.(FIELDS) ?? null;

/** A PIN is tried as soon as it has its digits: none of them counts before it is clear who types. */
export const isSecret = (field) => field?.type === "password";

export function createFieldGuard() {
  let before = null;
  let held = null;

  function tell(field) {
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  return {
    /** Something is about to be typed: remember what stood there. */
    begin(field) {
      before = field && { field, value: field.value, from: field.selectionStart, to: field.selectionEnd };
    },
    /** Holds an `input` event back until it is known who types. */
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
