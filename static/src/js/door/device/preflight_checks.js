/**
 * What has to work on a phone at the door. Each check is `{ name, run() }`; `run` resolves to
 * `{ state, key, values }`: "ok", "warn" (it works, but) or "fail", and the words for it. Pure but
 * for what it is given.
 */
import { wait } from "../../shared/wait.js";

/**
 * @typedef {"ok" | "warn" | "fail"} State
 * @typedef {{ state: State, key: string, values?: Record<string, unknown> }} Found
 * @typedef {{ name: string, run(): Promise<Found> }} Check
 * @typedef {{ listAt: number | null, size?: number, loading: boolean }} ListFacts
 * @typedef {import("../scanner/key_reader.js").Scan} Scan
 */

const CAMERA_MS = 10_000;
const SCAN_MS = 30_000;
const OLD_LIST_MS = 30 * 60_000;
const LITTLE_BYTES = 50e6;
const LOW_BATTERY = 0.2;
const MINUTE_MS = 60_000;

/** @typedef {(key: string, values?: Record<string, unknown>) => Found} Tell */
/** @type {Tell} */
const ok = (key, values) => ({ state: "ok", key, values });
/** @type {Tell} */
const warn = (key, values) => ({ state: "warn", key, values });
/** @type {Tell} */
const fail = (key, values) => ({ state: "fail", key, values });

/**
 * `camera()` is "open", "opening" or the name of a problem; `list()` is { listAt, size, loading };
 * `lead()` is by how many milliseconds the server's clock is ahead, or null; `battery()` resolves to
 * a BatteryManager or null; `scans` has `camera` and `hand`, from `createPreflightScans`; the others are the browser's.
 * @param {object} phone
 * @param {() => string} phone.camera
 * @param {{ test(): Promise<string> }} phone.sounds
 * @param {() => ListFacts} phone.list
 * @param {() => number | null} phone.lead
 * @param {StorageManager | undefined} phone.storage
 * @param {{ request(): Promise<string> }} phone.wakeLock
 * @param {() => Promise<import("../browser.js").BatteryManager | null>} phone.battery
 * @param {{ camera: { next(milliseconds: number): Promise<unknown> }, hand: { next(milliseconds: number): Promise<Scan | null> } }} phone.scans
 * @param {{ language: string, zone(): string | undefined }} place
 * @param {{ now?: () => number, sleep?: typeof wait }} time
 * @returns {Check[]}
 */
export function createChecks(phone, { language, zone }, { now = Date.now, sleep = wait } = {}) {
  const { camera, sounds, list, lead, storage, wakeLock, battery, scans } = phone;
  return [
    { name: "camera", run: () => checkCamera(camera, sleep) },
    { name: "scan", run: async () => ((await scans.camera.next(SCAN_MS)) ? ok("check_scan_ok") : warn("check_scan_none")) },
    { name: "hand", run: async () => handState(await scans.hand.next(SCAN_MS)) },
    { name: "list", run: async () => listState(list(), now(), { language, zone: zone() }) },
    { name: "sound", run: async () => soundState(await sounds.test()) },
    { name: "power", run: async () => powerState(await wakeLock.request(), await battery()) },
    { name: "storage", run: () => checkStorage(storage, language) },
    { name: "clock", run: async () => clockState(lead()) },
  ];
}

/** @type {(camera: () => string, sleep: typeof wait) => Promise<Found>} */
async function checkCamera(camera, sleep) {
  for (let waited = 0; camera() === "opening" && waited < CAMERA_MS; waited += 250) await sleep(250);
  return camera() === "open" ? ok("check_camera_ok") : fail(`check_camera_${camera()}`);
}

/**
 * What a hand scanner sent, if there is one: its layout and its end, which both need no care.
 * @param {Scan | null} scan
 */
export function handState(scan) {
  if (!scan) return ok("check_hand_none");
  if (!scan.isCode) return warn("check_hand_strange");
  return ok(scan.end === "pause" ? "check_hand_pause" : "check_hand_ok");
}

/** @type {(list: ListFacts, now: number, place: { language: string, zone: string | undefined }) => Found} */
export function listState(list, now, { language, zone }) {
  const { listAt, size, loading } = list;
  const count = new Intl.NumberFormat(language).format(size ?? 0);
  if (loading) return warn("check_list_loading", { size: count });
  if (!listAt) return fail("check_list_none");
  const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const values = { size: count, time: clock.format(new Date(listAt)) };
  return now - listAt > OLD_LIST_MS ? warn("check_list_old", values) : ok("check_list_ok", values);
}

/** @param {string} heard */
export function soundState(heard) {
  if (heard === "played") return ok("check_sound_ok");
  return warn(`check_sound_${heard}`);
}

/** @type {(lock: string, battery: Pick<import("../browser.js").BatteryManager, "charging" | "level"> | null) => Found} */
export function powerState(lock, battery) {
  if (lock !== "works") return warn(`check_power_${lock}`);
  if (!battery) return ok("check_power_unknown");
  if (battery.charging) return ok("check_power_charging");
  const percent = Math.round(battery.level * 100);
  return battery.level < LOW_BATTERY ? warn("check_power_low", { percent }) : ok("check_power_ok", { percent });
}

/**
 * Asks to be kept, which some browsers grant only while somebody is looking.
 * @type {(storage: StorageManager | undefined, language: string) => Promise<Found>}
 */
async function checkStorage(storage, language) {
  if (!storage?.estimate) return warn("check_storage_unknown");
  const kept = (await storage.persisted?.()) || (await storage.persist?.()) || false;
  const { quota = 0, usage = 0 } = await storage.estimate();
  return storageState({ kept, free: quota - usage }, language);
}

/** @type {(room: { kept: boolean, free: number }, language: string) => Found} */
export function storageState({ kept, free }, language) {
  const values = { free: size(free, language) };
  if (free < LITTLE_BYTES) return fail("check_storage_full", values);
  return kept ? ok("check_storage_ok", values) : warn("check_storage_loose", values);
}

/** @type {(bytes: number, language: string) => string} */
function size(bytes, language) {
  const { unit, divisor } = bytes >= 1e9 ? { unit: "gigabyte", divisor: 1e9 } : { unit: "megabyte", divisor: 1e6 };
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: bytes >= 1e10 ? 0 : 1 }).format(Math.max(0, bytes) / divisor);
}

/** @param {number | null | undefined} lead */
export function clockState(lead) {
  if (lead === null || lead === undefined) return warn("check_clock_unknown");
  const minutes = Math.round(Math.abs(lead) / MINUTE_MS);
  if (minutes < 1) return ok("check_clock_ok");
  return warn(lead > 0 ? "check_clock_slow" : "check_clock_fast", { minutes });
}
