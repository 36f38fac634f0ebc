/** Is this phone ready? Runs the checks, and says for each what it found and what to do. */
/** What waits for somebody who holds a code before it; not every phone has a hand scanner. */
const AT_LEISURE = ["scan", "hand"];
// The tone is played as often as somebody likes to hear it, and a scanner may be plugged in later.
const REPEATED = ["sound", "hand"];
const BROKEN = { state: "warn", key: "check_broken" };

/**
 * `checks` come from `createChecks`; `video` is the picture of the scanner, which is shown here too;
 * `onDone()` goes on to scanning.
 */
export function createPreflight(root, { say, checks, video, onDone }) {
  const picture = root.querySelector("[data-picture]");
  const items = new Map(checks.map(({ name }) => [name, root.querySelector(`[data-check="${name}"]`)]));
  let found = new Map();
  let round = 0;

  function fill(name, state, words) {
    const item = items.get(name);
    item.dataset.state = state;
    item.querySelector("[data-words]").textContent = words;
    item.querySelector("[data-state-word]").textContent = say(`check_state_${state}`);
    for (const icon of item.querySelectorAll("[data-icon]")) icon.hidden = icon.dataset.icon !== state;
    item.querySelector("[data-check-again]").hidden = state === "wait" || (state === "ok" && !REPEATED.includes(name));
    found.set(name, state);
    const summary = summaryWords(found, say);
    const place = root.querySelector("[data-summary]");
    if (place.textContent !== summary) place.textContent = summary;
  }

  async function run({ name, run: check }) {
    const mine = round;
    const { waiting } = items.get(name).querySelector("[data-words]").dataset;
    fill(name, "wait", waiting);
    const { state, key, values } = await check().catch(() => BROKEN);
    if (mine !== round) return;
    fill(name, state, say(key, values));
    if (name === "camera") mirror();
  }

  function mirror() {
    picture.hidden = !video.srcObject;
    picture.srcObject = video.srcObject;
  }

  function stop() {
    round++;
    picture.srcObject = null;
  }

  for (const check of checks) {
    const again = items.get(check.name).querySelector("[data-check-again]");
    again.addEventListener("click", () => {
      // It hides while the check runs, and must not take the focus with it.
      root.querySelector("[data-done]").focus();
      run(check).then(() => again.hidden || again.focus());
    });
  }
  root.querySelector("[data-done]").addEventListener("click", () => {
    stop();
    onDone();
  });

  return {
    /** Starts all checks anew; the screen itself is shown by whoever calls. */
    show() {
      stop();
      found = new Map(checks.map(({ name }) => [name, "wait"]));
      mirror();
      root.scrollTop = 0;
      checks.forEach(run);
    },
    stop,
  };
}

/** One sentence on all of them; the test scans may take their time. */
export function summaryWords(found, say) {
  const waiting = [...found].filter(([, state]) => state === "wait").map(([name]) => name);
  if (waiting.some((name) => !AT_LEISURE.includes(name))) return say("check_summary_wait");
  const open = [...found.values()].filter((state) => state === "warn" || state === "fail").length;
  if (open) return open === 1 ? say("check_summary_one") : say("check_summary", { n: open });
  return say(waiting.includes("scan") ? "check_summary_scan" : "check_summary_ok");
}
