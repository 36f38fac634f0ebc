/** Where a code goes: on the scanner's screen to the scan controller, elsewhere to what waits for one. */
import { secretInText } from "../codes/pairing_link.js";

/**
 * @typedef {import("../scanner/key_reader.js").Scan} Scan
 * @typedef {ReturnType<typeof import("../device/preflight_scans.js").createPreflightScans<string>>} CameraScans
 * @typedef {ReturnType<typeof import("../device/preflight_scans.js").createPreflightScans<Scan>>} HandScans
 * @typedef {{ camera: CameraScans, hand: HandScans }} Scans for which the preflight waits
 */

/**
 * `scans` has the waits of the preflight for a code in view (`camera`) and for a hand scanner (`hand`).
 * @param {Pick<ReturnType<typeof import("../ui/screens.js").createScreens>, "shown">} screens
 * @param {Pick<ReturnType<typeof import("../ui/dialogs/dialogs.js").createDialogs>, "isOpen" | "close">} dialogs
 * @param {Pick<ReturnType<typeof import("./scan_controller.js").createScanController>, "see" | "take">} controller
 * @param {Pick<ReturnType<typeof import("./enrolment.js").createEnrolment>, "pairWith">} enrolment
 * @param {Scans} scans
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
    /** A hand scanner is heard over every dialog; on the other screens it fills and presses nothing. @param {Scan} scan */
    typed(scan) {
      scans.hand.saw([scan]);
      if (screens.shown() === "pairing") return pairBy(scan.text);
      if (screens.shown() !== "scanner") return;
      dialogs.close();
      controller.take(scan.text);
    },
  };
}
