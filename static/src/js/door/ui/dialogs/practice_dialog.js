/** The samples, to be tapped: practising needs no camera and no paper. */
import { find, findAll } from "../elements.js";
import { createDialog } from "./dialog.js";

/**
 * `onSample(word)` shows the answer of that name; `onEnd()` ends the practice.
 * @param {HTMLDialogElement} element
 * @param {{ onSample(word: string): void, onEnd(): void }} on
 */
export function createPracticeDialog(element, { onSample, onEnd }) {
  const dialog = createDialog(element);
  const closing = (/** @type {() => void} */ act) => () => {
    element.close();
    act();
  };
  for (const button of findAll(element, "[data-sample]")) button.addEventListener("click", closing(() => onSample(button.dataset.sample ?? "")));
  find(element, "[data-end]", HTMLElement).addEventListener("click", closing(onEnd));

  return { open: () => dialog.open(), close: dialog.close, isOpen: dialog.isOpen };
}
