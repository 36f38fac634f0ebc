/** Light, other camera, typing, sound: the row of buttons below the picture. */
export function createTools(root, { camera, sounds, onType }) {
  const button = (name) => root.querySelector(`[data-tool="${name}"]`);
  const press = (name, isOn) => button(name).setAttribute("aria-pressed", String(isOn));

  button("torch").addEventListener("click", async () => {
    const on = button("torch").getAttribute("aria-pressed") !== "true";
    // Some phones promise a light and then refuse it.
    await camera.light(on).then(() => press("torch", on), () => press("torch", false));
  });
  button("camera").addEventListener("click", () => camera.next());
  button("type").addEventListener("click", onType);
  button("sound").addEventListener("click", () => {
    sounds.toggle();
    press("sound", sounds.isOn());
  });
  press("sound", sounds.isOn());

  return {
    /** After every opening, since another camera may have no light. */
    async cameraOpened() {
      press("torch", false);
      button("torch").hidden = !camera.hasTorch();
      button("camera").hidden = (await camera.count()) < 2;
    },
  };
}
