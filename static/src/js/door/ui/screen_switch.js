/** Shows the screen that is due, and puts the scanner away behind every other one. */

/**
 * `onCover()` puts everything away that belongs to the scanner; `note()` is what the screens say.
 * @param {ReturnType<typeof import("./screens.js").createScreens>} screens
 * @param {{ open(): void }} scanner
 * @param {{ show(note: { device?: string }): Promise<void> }} pinScreen
 * @param {() => void} onCover
 * @param {() => { unsent: number, isSaid: boolean, device?: string }} note
 */
export function createScreenSwitch(screens, scanner, pinScreen, onCover, note) {
  /** @param {string} name */
  return (name) => {
    if (name !== "scanner") onCover();
    if (name === "locked") screens.locked(note());
    else if (name === "over") screens.over(note());
    else screens.show(name);
    if (name === "scanner") scanner.open();
    if (name === "pin") pinScreen.show(note());
  };
}
