/** The samples, to be tapped: practising needs no camera and no paper. */
import { createSheet } from "./dialog.js";

/** `onSample(word)` shows the answer of that name; `onEnd()` ends the practice. */
export function createPracticeSheet(dialog, { onSample, onEnd }) {
  const sheet = createSheet(dialog);
  const closing = (act) => () => {
    dialog.close();
    act();
  };
  for (const button of dialog.querySelectorAll("[data-sample]")) button.addEventListener("click", closing(() => onSample(button.dataset.sample)));
  dialog.querySelector("[data-end]").addEventListener("click", closing(onEnd));

  return { open: () => sheet.open(), close: sheet.close, isOpen: sheet.isOpen };
}
