/** Reads the code of a pairing link with the camera of this app, which has no camera app beside it. */
import { createCamera } from "../scanner/camera.js";
import { secretInText } from "../codes/pairing_link.js";
import { createCodeReader } from "../scanner/code_reader.js";
import { find } from "./elements.js";

/**
 * `addresses` are those of the reader; `onSecret(secret)` pairs with what was read.
 * @param {HTMLElement} root
 * @param {{ say: import("../domain/types.js").Say, addresses: { decoder?: string, wasm?: string }, onSecret(secret: string): void }} parts
 */
export function createPairingCamera(root, { say, addresses, onSecret }) {
  const video = find(root, "[data-link-video]", HTMLVideoElement);
  const words = find(root, "[data-link-words]", HTMLElement);
  const button = find(root, "[data-scan-link]", HTMLElement);
  const tell = (/** @type {string} */ key) => {
    words.textContent = say(key);
    words.hidden = !key;
  };
  const camera = createCamera(video, {
    onOpening: () => tell("link_scan_opening"),
    onOpen: opened,
    onProblem: (name) => stop(`check_camera_${name}`),
  });
  const reader = createCodeReader(video, addresses, { onCodes: seen, onFailure: () => stop("check_camera_decoder") });

  function opened() {
    video.hidden = false;
    tell("link_scan_hold");
    reader.start();
    root.scrollIntoView({ block: "nearest" });
  }

  /** @param {import("../scanner/code_positions.js").Code[]} codes */
  function seen([code]) {
    if (!code?.isRead) return;
    const secret = secretInText(code.text);
    if (!secret) return tell("link_scan_wrong");
    stop();
    onSecret(secret);
  }

  /** `key` of what is to be said, if it ended by itself. */
  function stop(key = "") {
    reader.stop();
    camera.close();
    video.hidden = true;
    button.setAttribute("aria-pressed", "false");
    tell(key);
  }

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    button.setAttribute("aria-pressed", "true");
    camera.open();
  });

  return { stop };
}
