/** The camera with its tools: opens, has its picture read, and tells which code somebody aims at. */
import { createCamera } from "../scanner/camera.js";
import { createCodeBox } from "../scanner/code_box.js";
import { createAim } from "../scanner/code_positions.js";
import { createCodeReader } from "../scanner/code_reader.js";
import { find } from "../ui/elements.js";
import { createTools } from "../ui/tools.js";

/**
 * `addresses` are those of the reader; `onCode(text)` comes for every frame with a code that counts,
 * `onAction(name)` for a button beside the picture.
 * @param {HTMLElement} root
 * @param {{ decoder?: string, wasm?: string }} addresses
 * @param {{ problem(name: string | null): void }} screens
 * @param {(text: string) => void} onCode
 * @param {(name: string) => void} onAction
 */
export function createScanner(root, addresses, screens, onCode, onAction) {
  const aim = createAim();
  const video = find(root, "[data-video]", HTMLVideoElement);
  const codeBox = createCodeBox(find(root, "[data-code-box]", SVGElement), video);
  const reader = createCodeReader(video, addresses, { onCodes: seen, onFailure: () => screens.problem("decoder") });
  const camera = createCamera(video, { onOpening: () => screens.problem("opening"), onOpen: opened, onProblem: screens.problem });
  const tools = createTools(find(root, "[data-tools]", HTMLElement), { camera, onFind: () => onAction("find"), onMore: () => onAction("more") });

  /** @param {import("../scanner/code_positions.js").Code[]} codes */
  function seen(codes) {
    const aimed = aim(codes);
    codeBox.show(aimed?.corners ?? null);
    if (aimed) onCode(aimed.text);
  }

  function opened() {
    screens.problem(null);
    tools.cameraOpened();
    reader.start();
  }

  return {
    open: camera.open,
    close() {
      camera.close();
      reader.stop();
      codeBox.hide();
    },
  };
}
