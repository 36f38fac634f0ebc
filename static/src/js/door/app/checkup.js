/** Is this phone ready? The checks, with what they go by. */
import { createPreflight } from "../domain/preflight.js";
import { createChecks } from "../device/preflight_checks.js";

export function createCheckup(part, { say, screens, sounds, engine, cameraScans, handScans, wakeLock }) {
  const { sync, clock, status } = engine;

  function list() {
    const { at, have, complete } = sync.list();
    return { listAt: at, size: have, loading: !complete && have > 0 };
  }

  const checks = createChecks({
    camera: screens.camera,
    sounds,
    list,
    lead: clock.lead,
    storage: navigator.storage,
    wakeLock,
    battery: async () => (await navigator.getBattery?.()) ?? null,
    cameraScans,
    handScans,
    language: document.documentElement.lang,
    zone: () => status.about()?.event.timezone,
  });
  const preflight = createPreflight(part("preflight"), { say, checks, video: part("video"), onDone: () => screens.show("scanner") });

  return {
    open() {
      screens.show("preflight");
      preflight.show();
    },
    stop: preflight.stop,
  };
}
