/** Lets somebody wait for the next code in view, whatever it says. @template Code */
export function createPreflightScans() {
  /** @type {((code: Code | null) => void)[]} */
  let waiting = [];

  return {
    /** Called for every frame; frames without a code do not count. @param {Code[]} codes */
    saw(codes) {
      if (!codes.length) return;
      const served = waiting;
      waiting = [];
      for (const serve of served) serve(codes[0]);
    },
    /** Resolves to the code, or to null when none came in time. @type {(milliseconds: number) => Promise<Code | null>} */
    next: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => serve(null), milliseconds);
        const serve = (/** @type {Code | null} */ code) => {
          clearTimeout(timer);
          waiting = waiting.filter((each) => each !== serve);
          resolve(code);
        };
        waiting.push(serve);
      }),
  };
}
