/** Keeps the screen on while the page is in sight; the browser takes the lock away when it is not. */
export function keepAwake() {
  const ask = () => {
    // Refused, for instance, on a nearly empty battery: the helper then taps, as with any other page.
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
