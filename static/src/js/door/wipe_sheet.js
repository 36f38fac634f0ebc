/** Asks before everything on this device is deleted. */
import { createSheet } from "./sheet.js";

export function createWipeSheet(dialog, { say, onWipe }) {
  const sheet = createSheet(dialog);
  const warning = dialog.querySelector("[data-unsent]");
  dialog.querySelector("[data-wipe-now]").addEventListener("click", () => {
    dialog.close();
    onWipe();
  });

  return {
    /** `unsent`: how many scans would be lost. */
    open({ unsent }) {
      warning.hidden = !unsent;
      warning.querySelector("span").textContent = unsent === 1 ? say("wipe_unsent_one") : say("wipe_unsent", { n: unsent });
      sheet.open();
    },
    close: sheet.close,
    isOpen: sheet.isOpen,
  };
}
