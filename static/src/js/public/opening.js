/** Nobody waits for seconds that are a day away. */
const COUNTED_SECONDS = 24 * 3600;
/** Thousands wait for the same second: each asks at another moment within these. */
const SPREAD_SECONDS = 4;
/** The page of a second ago may still be handed out, so nobody asks again before this time. */
const LEAST_SECONDS = 1.5;

/**
 * How many seconds to wait until the page is asked for anew.
 *
 * @param {number} left until the booking opens; a page that is late has none left
 * @param {number} chance from 0 to 1
 */
export function reloadIn(left, chance) {
  return Math.max(left, LEAST_SECONDS) + chance * SPREAD_SECONDS;
}

/**
 * `2:05:09`, or null for what is too far away to be counted.
 *
 * @param {number} left seconds
 */
export function clockOf(left) {
  if (left > COUNTED_SECONDS) return null;
  const whole = Math.max(0, Math.ceil(left));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return `${hours}:${two(minutes)}:${two(seconds)}`;
}

/**
 * `<p data-opens-in="seconds" data-waiting="… {time} …" data-opening="…">`: counts down by the server's time, and opens
 * the form once, each visitor at another moment.
 *
 * @param {HTMLElement} line
 */
export function countDown(line) {
  // The clock of the device may be wrong, but it goes on while a laptop sleeps.
  const opensAt = Date.now() + Number(line.dataset.opensIn) * 1000;
  const reloadAt = Date.now() + reloadIn(Number(line.dataset.opensIn), Math.random()) * 1000;
  const [time, status] = /** @type {HTMLElement[]} */ ([...line.querySelectorAll("span")]);
  const tick = () => {
    const left = (opensAt - Date.now()) / 1000;
    const clock = clockOf(left);
    if (left > 0 && clock) time.textContent = (line.dataset.waiting ?? "").replace("{time}", clock);
    // Said once, and read out once: the seconds are not.
    if (left <= 0 && !status.textContent) {
      time.textContent = "";
      status.textContent = line.dataset.opening ?? "";
    }
    if (Date.now() < reloadAt) return;
    clearInterval(timer);
    location.reload();
  };
  const timer = setInterval(tick, 1000);
  tick();
}
