/** Lets somebody wait for the next code in view, whatever it says. */
export function createPreflightScans() {
  let waiting = [];

  return {
    /** Called for every frame; frames without a code do not count. */
    saw(codes) {
      if (!codes.length) return;
      const served = waiting;
      waiting = [];
      for (const serve of served) serve(codes[0]);
    },
    /** Resolves to the code, or to null when none came in time. */
    next: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => serve(null), milliseconds);
        const serve = (code) => {
          clearTimeout(timer);
          waiting = waiting.filter((each) => each !== serve);
          resolve(code);
        };
        waiting.push(serve);
      }),
  };
}
