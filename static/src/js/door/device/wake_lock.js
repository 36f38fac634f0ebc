/** Keeps the screen on while the page is in sight; the browser takes the lock away when it is not. */
export function keepAwake() {
  const lock = createWakeLock();
  // Refused, for instance, on a nearly empty battery: the helper then taps, as with any other page.
  const ask = () => document.hidden || lock.request();
  document.addEventListener("visibilitychange", ask);
  ask();
  return lock;
}

/** @param {WakeLock | undefined} wakeLock */
export function createWakeLock(wakeLock = globalThis.navigator?.wakeLock) {
  return {
    /** Resolves to "works", "refused" or "unsupported". */
    async request() {
      if (!wakeLock) return "unsupported";
      return wakeLock.request("screen").then(() => "works", () => "refused");
    },
  };
}
