/** "Mehr": what is needed seldom. */
import { createDialog } from "./dialog.js";

const ITEMS = ["walk_in", "recent", "direction", "preflight", "practice", "wipe"];

/** `sounds` has `isOn()` and `toggle()`. Each other item closes the dialog, and `onAction(name)` comes. */
export function createMenuDialog(element, say, sounds, onAction) {
  const dialog = createDialog(element);
  const item = (name) => element.querySelector(`[data-item="${name}"]`);

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

  const showSound = () => item("sound").setAttribute("aria-pressed", String(sounds.isOn()));

  function label(name, key) {
    item(name).querySelector("[data-label]").textContent = say(key);
    item(name).querySelector("[data-hint]").textContent = say(`${key}_hint`);
  }

  return {
    /** `about` is a line on what this device is, for whoever is asked by telephone. */
    open({ reentry, direction, practice, hasWalkIn, about = "" }) {
      item("walk_in").hidden = !hasWalkIn || practice;
      item("recent").hidden = practice;
      item("direction").hidden = !reentry;
      label("direction", direction === "out" ? "menu_in" : "menu_out");
      label("practice", practice ? "menu_practice_end" : "menu_practice");
      element.querySelector("[data-about]").textContent = about;
      showSound();
      dialog.open();
    },
    close: dialog.close,
    isOpen: dialog.isOpen,
  };
}
