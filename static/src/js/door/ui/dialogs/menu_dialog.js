/** "Mehr": what is needed seldom. */
import { find } from "../elements.js";
import { createDialog } from "./dialog.js";

const ITEMS = ["walk_in", "recent", "direction", "preflight", "practice", "wipe"];

/**
 * `sounds` has `isOn()` and `toggle()`. Each other item closes the dialog, and `onAction(name)` comes.
 * @param {HTMLDialogElement} element
 * @param {import("../../domain/types.js").Say} say
 * @param {{ isOn(): boolean, toggle(): void }} sounds
 * @param {(name: string) => void} onAction
 */
export function createMenuDialog(element, say, sounds, onAction) {
  const dialog = createDialog(element);
  const item = (/** @type {string} */ name) => find(element, `[data-item="${name}"]`, HTMLElement);
  const showSound = () => item("sound").setAttribute("aria-pressed", String(sounds.isOn()));

  for (const name of ITEMS) {
    item(name).addEventListener("click", () => {
      element.close();
      onAction(name);
    });
  }
  item("sound").addEventListener("click", () => {
    sounds.toggle();
    showSound();
  });

  /** @param {string} name @param {string} key */
  function label(name, key) {
    find(item(name), "[data-label]", HTMLElement).textContent = say(key);
    find(item(name), "[data-hint]", HTMLElement).textContent = say(`${key}_hint`);
  }

  return {
    /**
     * `about` is a line on what this device is, for whoever is asked by telephone.
     * @param {{ reentry: boolean, direction: string, practice: boolean, hasWalkIn: boolean, about?: string }} state
     */
    open({ reentry, direction, practice, hasWalkIn, about = "" }) {
      item("walk_in").hidden = !hasWalkIn || practice;
      item("recent").hidden = practice;
      item("direction").hidden = !reentry;
      label("direction", direction === "out" ? "menu_in" : "menu_out");
      label("practice", practice ? "menu_practice_end" : "menu_practice");
      find(element, "[data-about]", HTMLElement).textContent = about;
      showSound();
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
