/** Shows the screen that is due, and puts the scanner away behind every other one. */

/**
 * `onCover()` puts everything away that belongs to the scanner; `note()` is what the screens say.
 * @param {any} screens
 * @param {{ open(): void }} scanner
 * @param {{ show(waits: object): Promise<void> }} pinScreen
 * @param {() => void} onCover
 * @param {() => object} note
 */
export function createScreenSwitch(screens, scanner, pinScreen, onCover, note) {
  /** @param {string} name */
  return (name) => {
    if (name !== "scanner") onCover();
    if (name === "scanner" || name === "pin") screens.show(name);
    else screens[name](note());
    if (name === "scanner") scanner.open();
    if (name === "pin") pinScreen.show(note());
  };
}
