/** Where a code goes: on the scanner's screen to the scan controller, elsewhere to what waits for one. */
import { secretInText } from "../codes/pairing_link.js";

/**
 * `scans` has the waits of the preflight for a code in view (`camera`) and for a hand scanner (`hand`).
 * @param {any} screens
 * @param {any} dialogs
 * @param {any} controller
 * @param {any} enrolment
 * @param {{ camera: any, hand: any }} scans
 */
export function createScanInput(screens, dialogs, controller, enrolment, scans) {
  /** @param {string} text */
  function pairBy(text) {
    const secret = secretInText(text);
    if (secret) enrolment.pairWith(secret);
  }

  return {
    /** The code somebody aims at. @param {string} text */
    aimed(text) {
      scans.camera.saw([text]);
      if (screens.shown() === "scanner" && !dialogs.isOpen()) controller.see(text);
    },
    /** A hand scanner is heard over every dialog; on the other screens it fills and presses nothing. @param {any} scan */
    typed(scan) {
      scans.hand.saw([scan]);
      if (screens.shown() === "pairing") return pairBy(scan.text);
      if (screens.shown() !== "scanner") return;
      dialogs.close();
      controller.take(scan.text);
    },
  };
}
