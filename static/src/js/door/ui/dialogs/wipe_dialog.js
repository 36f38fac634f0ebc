/** Asks before everything on this device is deleted; unsent scans are sent or saved before that. */
import { createSheet } from "./dialog.js";

/** `onWipe()` resolves to whether it was allowed; `onSave()` when all is saved; `count()` to how many are not. */
export function createWipeSheet(dialog, { say, onWipe, onSave, count }) {
  const sheet = createSheet(dialog);
  const [warning, save, wipe] = ["unsent", "save", "wipe-now"].map((name) => dialog.querySelector(`[data-${name}]`));

  async function show() {
    const unsaved = await count();
    warning.hidden = save.hidden = !unsaved;
    wipe.hidden = Boolean(unsaved);
    warning.querySelector("span").textContent = unsaved === 1 ? say("wipe_unsent_one") : say("wipe_unsent", { n: unsaved });
  }

  save.addEventListener("click", async () => {
    await onSave();
    await show();
    dialog.querySelector("[data-close]").focus();
  });
  wipe.addEventListener("click", async () => {
    if (await onWipe()) dialog.close();
    else await show();
  });

  return {
    async open() {
      await show();
      sheet.open();
    },
    close: sheet.close,
    isOpen: sheet.isOpen,
  };
}
