/** Is this phone ready? The checks, with what they go by. */
import { createPreflight } from "../ui/preflight_screen.js";
import { createChecks } from "../device/preflight_checks.js";
import { keepAwake } from "../device/wake_lock.js";
import { find } from "../ui/elements.js";

/**
 * `scans` has the waits for a code in view (`camera`) and for a hand scanner (`hand`).
 * @param {HTMLElement} root
 * @param {{ say: import("../domain/types.js").Say, screens: ReturnType<typeof import("../ui/screens.js").createScreens>, sounds: { test(): Promise<string> } }} display
 * @param {Pick<import("./engine.js").Engine, "sync" | "clock" | "status">} engine
 * @param {import("./scan_input.js").Scans} scans
 */
export function createCheckup(root, display, engine, scans) {
  const { say, screens, sounds } = display;
  const { sync, clock, status } = engine;
  const wakeLock = keepAwake();

  function list() {
    const { at, have, complete } = sync.list();
    return { listAt: at, size: have, loading: !complete && have > 0 };
  }

  const phone = {
    camera: screens.camera,
    sounds,
    list,
    lead: clock.lead,
    storage: navigator.storage,
    wakeLock,
    battery: async () => (await /** @type {import("../browser.js").Navigator} */ (navigator).getBattery?.()) ?? null,
    scans,
  };
  const checks = createChecks(phone, { language: document.documentElement.lang, zone: () => status.about()?.event.timezone });
  const preflight = createPreflight(find(root, "[data-preflight]", HTMLElement), { say, checks, video: find(root, "[data-video]", HTMLVideoElement), onDone: () => screens.show("scanner") });

  return {
    open() {
      screens.show("preflight");
      preflight.show();
    },
    stop: preflight.stop,
  };
}
