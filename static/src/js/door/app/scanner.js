/** The camera with its tools: opens, has its picture read, and tells which code somebody aims at. */
import { createCamera } from "../scanner/camera.js";
import { createCodeBox } from "../scanner/code_box.js";
import { createAim } from "../scanner/code_positions.js";
import { createCodeReader } from "../scanner/code_reader.js";
import { createTools } from "../ui/tools.js";

/**
 * `addresses` are those of the reader; `onCode(text)` comes for every frame with a code that counts,
 * `onAction(name)` for a button beside the picture.
 * @param {(name: string) => any} part
 * @param {any} addresses
 * @param {{ problem(name: string | null): void }} screens
 * @param {(text: string) => void} onCode
 * @param {(name: string) => void} onAction
 */
export function createScanner(part, addresses, screens, onCode, onAction) {
  const aim = createAim();
  const codeBox = createCodeBox(part("code-box"), part("video"));
  const reader = createCodeReader(part("video"), addresses, { onCodes: seen, onFailure: () => screens.problem("decoder") });
  const camera = createCamera(part("video"), { onOpening: () => screens.problem("opening"), onOpen: opened, onProblem: screens.problem });
  const tools = createTools(part("tools"), { camera, onFind: () => onAction("find"), onMore: () => onAction("more") });

  /** @param {any[]} codes */
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
