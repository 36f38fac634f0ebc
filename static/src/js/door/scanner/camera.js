/** The camera: opens by itself, comes back by itself, remembers which one was chosen. */
import { problemOf } from "./camera_problem.js";
import { remembered } from "../storage/memory.js";

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };
const COMES_BACK_MS = 2000;

/** `onOpening()`, then `onOpen()` or `onProblem(name)` tell how it goes. */
export function createCamera(video, { onOpening, onOpen, onProblem }) {
  const choice = remembered("camera");
  let stream = null;
  let attempt = 0;
  let wanted = false;
  let opening = false;

  async function open() {
    wanted = true;
    const mine = ++attempt;
    release();
    opening = true;
    onOpening();
    try {
      const opened = await ask();
      if (mine !== attempt) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      watch(track());
      video.srcObject = stream;
      await video.play();
      if (mine === attempt) onOpen();
    } catch (error) {
      // A play() that a newer open() cut short is no failure.
      if (mine === attempt) onProblem(problemOf(error, Boolean(navigator.mediaDevices?.getUserMedia)));
    } finally {
      if (mine === attempt) opening = false;
    }
  }

  async function ask() {
    const get = (which) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } });
    if (choice.get()) {
      try {
        return await get({ deviceId: { exact: choice.get() } });
      } catch (error) {
        // The chosen camera may be gone; a refusal would only be asked for twice.
        if (error.name === "NotAllowedError") throw error;
        choice.forget();
      }
    }
    return get({ facingMode: { ideal: "environment" } });
  }

  const track = () => stream?.getVideoTracks()[0] ?? null;

  function release() {
    stream?.getTracks().forEach((each) => each.stop());
    stream = null;
    video.srcObject = null;
  }

  const isWell = () => track()?.readyState === "live" && !track().muted && !video.paused;

  /** Phones take the camera away, for a call or behind a locked screen, and not all give it back. */
  function recover() {
    // The question for permission may itself hide the page: it is not asked twice.
    if (wanted && !opening && !document.hidden && !isWell()) open();
  }

  function watch(opened) {
    const recoverSoon = () => setTimeout(() => opened === track() && recover(), COMES_BACK_MS);
    opened.addEventListener("ended", recoverSoon);
    opened.addEventListener("mute", recoverSoon);
  }

  document.addEventListener("visibilitychange", recover);

  return {
    open,
    close() {
      wanted = false;
      opening = false;
      attempt++;
      release();
    },
    hasTorch: () => Boolean(track()?.getCapabilities?.().torch),
    async light(on) {
      await track()?.applyConstraints({ advanced: [{ torch: on }] });
    },
    async count() {
      return (await cameras()).length;
    },
    async next() {
      const all = await cameras();
      const current = all.findIndex(({ deviceId }) => deviceId === track()?.getSettings().deviceId);
      choice.set(all[(current + 1) % all.length].deviceId);
      await open();
    },
  };
}

async function cameras() {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
}
