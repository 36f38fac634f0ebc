/** Says that sounds wait for a touch of the screen. */
export function createSoundHint(hint, sounds) {
  return { show: () => (hint.hidden = !sounds.isOn() || !sounds.isLocked()) };
}
