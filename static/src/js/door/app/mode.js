/** How the phone scans just now: in earnest or for practice, in or out. */

/** `onChange(change)` comes when somebody changes it. @param {(change: { practice?: boolean, direction?: string }) => void} onChange */
export function createMode(onChange) {
  const start = { practice: false, direction: "in" };
  let mode = start;

  /** @param {Partial<typeof start>} change */
  function set(change) {
    mode = { ...mode, ...change };
    onChange(change);
  }

  return {
    now: () => mode,
    togglePractice: () => set({ practice: !mode.practice }),
    turnRound: () => set({ direction: mode.direction === "in" ? "out" : "in" }),
    /** Behind another screen, without a word. */
    reset() {
      mode = start;
    },
  };
}
