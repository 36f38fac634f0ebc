/** Reads the code of a pairing link with the camera of this app, which has no camera app beside it. */
import { createCamera } from "./camera.js";
import { secretInText } from "../codes/pairing_link.js";
import { createCodeReader } from "./code_reader.js";

/** `addresses` are those of the reader; `onSecret(secret)` pairs with what was read. */
export function createPairingCamera(root, { say, addresses, onSecret }) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const video = part("link-video");
  const tell = (key) => {
    part("link-words").textContent = say(key);
    part("link-words").hidden = !key;
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
    part("scan-link").setAttribute("aria-pressed", "false");
    tell(key);
  }

  part("scan-link").addEventListener("click", () => {
    if (part("scan-link").getAttribute("aria-pressed") === "true") return stop();
    part("scan-link").setAttribute("aria-pressed", "true");
    camera.open();
  });

  return { stop };
}
