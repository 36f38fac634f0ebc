/** Asks before everything on this device is deleted; unsent scans are sent or saved before that. */
import { createDialog } from "./dialog.js";

/** `onWipe()` resolves to whether it was allowed; `onSave()` when all is saved; `count()` to how many are not. */
export function createWipeDialog(element, { say, onWipe, onSave, count }) {
  const dialog = createDialog(element);
  const [warning, save, wipe] = ["unsent", "save", "wipe-now"].map((name) => element.querySelector(`[data-${name}]`));

  async function show() {
    const unsaved = await count();
    warning.hidden = save.hidden = !unsaved;
    wipe.hidden = Boolean(unsaved);
    warning.querySelector("span").textContent = unsaved === 1 ? say("wipe_unsent_one") : say("wipe_unsent", { n: unsaved });
  }

  save.addEventListener("click", async () => {
    await onSave();
    await show();
    element.querySelector("[data-close]").focus();
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
