/** Asks before everything on this device is deleted; unsent scans are sent or saved before that. */
import { find } from "../elements.js";
import { createDialog } from "./dialog.js";

/**
 * `onWipe()` resolves to whether it was allowed; `onSave()` when all is saved; `count()` to how many are not.
 * @param {HTMLDialogElement} element
 * @param {object} parts
 * @param {import("../../domain/types.js").Say} parts.say
 * @param {() => Promise<boolean>} parts.onWipe
 * @param {() => Promise<void>} parts.onSave
 * @param {() => Promise<number>} parts.count
 */
export function createWipeDialog(element, { say, onWipe, onSave, count }) {
  const dialog = createDialog(element);
  const [warning, save, wipe] = ["unsent", "save", "wipe-now"].map((name) => find(element, `[data-${name}]`, HTMLElement));

  async function show() {
    const unsaved = await count();
    warning.hidden = save.hidden = !unsaved;
    wipe.hidden = Boolean(unsaved);
    find(warning, "span", HTMLElement).textContent = unsaved === 1 ? say("wipe_unsent_one") : say("wipe_unsent", { n: unsaved });
  }

  save.addEventListener("click", async () => {
    await onSave();
    await show();
    find(element, "[data-close]", HTMLElement).focus();
  });
  wipe.addEventListener("click", async () => {
    if (await onWipe()) element.close();
    else await show();
  });

  return {
    async open() {
      await show();
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
