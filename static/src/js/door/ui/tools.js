import { find } from "./elements.js";

/**
 * Light, other camera, search, and everything else: the row of buttons below the picture.
 * @param {HTMLElement} root
 * @param {object} parts
 * @param {Pick<ReturnType<typeof import("../scanner/camera.js").createCamera>, "light" | "next" | "hasTorch" | "count">} parts.camera
 * @param {() => void} parts.onFind
 * @param {() => void} parts.onMore
 */
export function createTools(root, { camera, onFind, onMore }) {
  const button = (/** @type {string} */ name) => find(root, `[data-tool="${name}"]`, HTMLElement);
  /** @type {(name: string, isOn: boolean) => void} */
  const press = (name, isOn) => button(name).setAttribute("aria-pressed", String(isOn));

  button("torch").addEventListener("click", async () => {
    const on = button("torch").getAttribute("aria-pressed") !== "true";
    // Some phones promise a light and then refuse it.
    await camera.light(on).then(() => press("torch", on), () => press("torch", false));
  });
  button("camera").addEventListener("click", () => camera.next());
  button("find").addEventListener("click", onFind);
  button("more").addEventListener("click", onMore);

  return {
    /** After every opening, since another camera may have no light. */
    async cameraOpened() {
      press("torch", false);
      button("torch").hidden = !camera.hasTorch();
      button("camera").hidden = (await camera.count()) < 2;
    },
  };
}
