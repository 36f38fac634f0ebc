/** "Mehr": what is needed seldom. */
import { createSheet } from "./dialog.js";

/** `sounds` has `isOn()` and `toggle()`. Each other item closes the sheet and calls back. */
export function createMenuSheet(dialog, { say, sounds, onWalkIn, onRecent, onPractice, onPreflight, onDirection, onWipe }) {
  const sheet = createSheet(dialog);
  const item = (name) => dialog.querySelector(`[data-item="${name}"]`);
  const does = { walk_in: onWalkIn, recent: onRecent, direction: onDirection, preflight: onPreflight, practice: onPractice, wipe: onWipe };

  for (const [name, act] of Object.entries(does)) {
    item(name).addEventListener("click", () => {
      dialog.close();
      act?.();
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
      dialog.querySelector("[data-about]").textContent = about;
      showSound();
      sheet.open();
    },
    close: sheet.close,
    isOpen: sheet.isOpen,
  };
}
