import { takeOver } from "./take_over.js";

/**
 * `[data-live]` fetches its page again every `data-live-seconds` and takes over what has changed,
 * without moving the focus or closing what is open. `[data-live-pause]` stops and resumes that,
 * `[data-live-note]` says how it stands. A region with `data-live-done` has nothing more to come. Without a script the page has a link to load it anew.
 *
 * @param {HTMLElement} region
 */
export function live(region, { fetch = globalThis.fetch.bind(globalThis) } = {}) {
  if (isDone(region)) return;
  const page = region.ownerDocument;
  /** @type {HTMLElement | null} */
  const note = page.querySelector("[data-live-note]");
  /** @type {HTMLElement | null} */
  const pause = page.querySelector("[data-live-pause]");
  if (!note || !pause) return;
  let isPaused = false;
  let isRunning = false;

  /** @param {string} key */
  const say = (key) => {
    const words = note.dataset[key] ?? "";
    if (note.textContent !== words) note.textContent = words;
  };

  const refresh = async () => {
    if (isPaused || isRunning || page.hidden) return;
    isRunning = true;
    try {
      const answer = await fetch(page.location.href, { headers: { Accept: "text/html" } });
      // A session that has ended leads to the log-in; that is a page of its own.
      if (answer.redirected) return page.location.reload();
      const fresh = answer.ok && liveRegion(await answer.text());
      if (isPaused) return;
      if (fresh) takeOver(region, fresh);
      say(fresh ? "liveRunning" : "liveLost");
      if (fresh && isDone(fresh)) end();
    } catch {
      say("liveLost");
    } finally {
      isRunning = false;
    }
  };

  const turn = () => {
    isPaused = !isPaused;
    pause.setAttribute("aria-pressed", String(isPaused));
    say(isPaused ? "livePaused" : "liveRunning");
    refresh();
  };

  const end = () => {
    clearInterval(timer);
    page.removeEventListener("visibilitychange", refresh);
    pause.hidden = true;
    say("liveEnded");
  };

  pause.hidden = false;
  pause.addEventListener("click", turn);
  say("liveRunning");
  page.addEventListener("visibilitychange", refresh);
  const timer = setInterval(refresh, Number(region.dataset.liveSeconds) * 1000);
}

/** @param {HTMLElement} region */
const isDone = (region) => "liveDone" in region.dataset;
/**
 * @param {string} html
 * @returns {HTMLElement | null}
 */
const liveRegion = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
