/** Says that sounds wait for a touch of the screen. @param {HTMLElement} hint @param {{ isOn(): boolean, isLocked(): boolean }} sounds */
export function createSoundHint(hint, sounds) {
  return {
    show() {
      hint.hidden = !sounds.isOn() || !sounds.isLocked();
    },
  };
}
