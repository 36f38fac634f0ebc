/** Answers that can be told apart without looking: rising, thrice the same, long and low, falling. */
import { remembered } from "../storage/memory.js";
import { wait } from "../../shared/wait.js";

/** @typedef {{ at: number, hertz: number, seconds: number, shape: OscillatorType }} Note */

/** @type {Record<string, Note[]>} */
const TONES = {
  welcome: [
    { at: 0, hertz: 660, seconds: 0.11, shape: "sine" },
    { at: 0.11, hertz: 990, seconds: 0.2, shape: "sine" },
  ],
  caution: [
    { at: 0, hertz: 520, seconds: 0.13, shape: "triangle" },
    { at: 0.2, hertz: 520, seconds: 0.13, shape: "triangle" },
    { at: 0.4, hertz: 520, seconds: 0.13, shape: "triangle" },
  ],
  stop: [{ at: 0, hertz: 165, seconds: 0.65, shape: "sawtooth" }],
  left: [
    { at: 0, hertz: 990, seconds: 0.11, shape: "sine" },
    { at: 0.11, hertz: 660, seconds: 0.2, shape: "sine" },
  ],
};
/** @type {Record<string, number[]>} */
const PULSES_MS = { welcome: [90], caution: [90, 90, 90, 90, 90], stop: [500], left: [90] };
const LOUDNESS = 0.5;
const UNLOCKS_MS = 500;

/** `onChange()` is called whenever it becomes audible or silent. @param {() => void} onChange */
export function createSounds(onChange) {
  /** @type {import("../storage/memory.js").Remembered<boolean>} */
  const muted = remembered("muted");
  /** @type {AudioContext | null} */
  let context = null;

  const isLocked = () => context?.state !== "running";

  /** Browsers allow sound once the page was touched; a phone call takes it away again. */
  function unlock() {
    if (!context) context = open(onChange);
    if (isLocked()) return context?.resume().catch(() => {});
  }

  return {
    isOn: () => !muted.get(),
    isLocked,
    unlock,
    /** Plays a tone for somebody who waits for it; resolves to "played", "off", "locked" or "missing". */
    async test() {
      if (muted.get()) return "off";
      // Without a touch some browsers neither grant nor refuse it.
      await Promise.race([unlock(), wait(UNLOCKS_MS)]);
      if (!context) return "missing";
      if (isLocked()) return "locked";
      for (const note of TONES.welcome) strike(context, note);
      return "played";
    },
    toggle() {
      muted.set(!muted.get());
      onChange();
    },
    /** @param {string} tone */
    play(tone) {
      // Like sound, it is refused, loudly in the console, before the first touch.
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(PULSES_MS[tone] ?? 0);
      if (!muted.get() && context && !isLocked()) for (const note of TONES[tone] ?? []) strike(context, note);
    },
  };
}

/** @param {() => void} onChange */
function open(onChange) {
  // Without this an iPhone whose ringer is off stays silent at the door.
  const { audioSession } = /** @type {import("../browser.js").Navigator} */ (navigator);
  if (audioSession) audioSession.type = "playback";
  const context = globalThis.AudioContext ? new AudioContext() : null;
  context?.addEventListener("statechange", onChange);
  return context;
}

/** @type {(context: AudioContext, note: Note) => void} */
function strike(context, { at, hertz, seconds, shape }) {
  const start = context.currentTime + at;
  const oscillator = new OscillatorNode(context, { type: shape, frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
  volume.gain.setValueAtTime(LOUDNESS, start + seconds - 0.03);
  volume.gain.linearRampToValueAtTime(0, start + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}
