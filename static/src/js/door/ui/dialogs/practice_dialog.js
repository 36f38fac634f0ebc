/** The samples, to be tapped: practising needs no camera and no paper. */
import { createDialog } from "./dialog.js";

/** `onSample(word)` shows the answer of that name; `onEnd()` ends the practice. */
export function createPracticeDialog(element, { onSample, onEnd }) {
  const dialog = createDialog(element);
  const closing = (act) => () => {
    element.close();
    act();
  };
  for (const button of element.querySelectorAll("[data-sample]")) button.addEventListener("click", closing(() => onSample(button.dataset.sample)));
  element.querySelector("[data-end]").addEventListener("click", closing(onEnd));

  return { open: () => dialog.open(), close: dialog.close, isOpen: dialog.isOpen };
}
