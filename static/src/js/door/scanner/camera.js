/** The camera: opens by itself, comes back by itself, remembers which one was chosen. */
import { problemOf } from "./camera_problem.js";
import { remembered } from "../storage/memory.js";

/** @typedef {import("../storage/memory.js").Remembered<string>} Choice the id of a camera */

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };
const COMES_BACK_MS = 2000;

/**
 * `onOpening()`, then `onOpen()` or `onProblem(name)` tell how it goes.
 * @param {HTMLVideoElement} video
 * @param {{ onOpening(): void, onOpen(): void, onProblem(name: string): void }} on
 */
export function createCamera(video, { onOpening, onOpen, onProblem }) {
  /** @type {Choice} */
  const choice = remembered("camera");
  const picture = createPicture(video, recoverSoon);
  let attempt = 0;
  let wanted = false;
  let opening = false;

  async function open() {
    wanted = true;
    const mine = ++attempt;
    picture.release();
    opening = true;
    onOpening();
    try {
      const opened = await ask(choice);
      if (mine !== attempt) return stop(opened);
      await picture.show(opened);
      if (mine === attempt) onOpen();
    } catch (error) {
      // A play() that a newer open() cut short is no failure.
      if (mine === attempt) onProblem(problemOf(error, Boolean(navigator.mediaDevices?.getUserMedia)));
    } finally {
      if (mine === attempt) opening = false;
    }
  }

  /** Phones take the camera away, for a call or behind a locked screen, and not all give it back. */
  function recover() {
    // The question for permission may itself hide the page: it is not asked twice.
    if (wanted && !opening && !document.hidden && !picture.isWell()) open();
  }

  /** @param {MediaStreamTrack} track that ended or went dark */
  function recoverSoon(track) {
    setTimeout(() => track === picture.track() && recover(), COMES_BACK_MS);
  }

  document.addEventListener("visibilitychange", recover);

  return {
    open,
    close() {
      wanted = false;
      opening = false;
      attempt++;
      picture.release();
    },
    hasTorch: () => Boolean(/** @type {import("../browser.js").Capabilities | undefined} */ (picture.track()?.getCapabilities?.())?.torch),
    /** @param {boolean} on */
    async light(on) {
      await picture.track()?.applyConstraints({ advanced: [/** @type {MediaTrackConstraintSet} */ ({ torch: on })] });
    },
    count: async () => (await cameras()).length,
    async next() {
      const all = await cameras();
      const current = all.findIndex(({ deviceId }) => deviceId === picture.track()?.getSettings().deviceId);
      choice.set(all[(current + 1) % all.length].deviceId);
      await open();
    },
  };
}

/**
 * What the camera sees, in the video; `onLost(track)` comes when nothing is seen any more.
 * @param {HTMLVideoElement} video
 * @param {(track: MediaStreamTrack) => void} onLost
 */
function createPicture(video, onLost) {
  /** @type {MediaStream | null} */
  let stream = null;
  const track = () => stream?.getVideoTracks()[0] ?? null;

  return {
    track,
    /** @param {MediaStream} opened */
    async show(opened) {
      stream = opened;
      const seen = track();
      for (const kind of ["ended", "mute"]) seen?.addEventListener(kind, () => onLost(seen));
      video.srcObject = stream;
      await video.play();
    },
    release() {
      if (stream) stop(stream);
      stream = null;
      video.srcObject = null;
    },
    isWell: () => track()?.readyState === "live" && !track()?.muted && !video.paused,
  };
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** @param {Choice} choice */
async function ask(choice) {
  const get = (/** @type {MediaTrackConstraints} */ which) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } });
  const deviceId = choice.get();
  if (deviceId) {
    try {
      return await get({ deviceId: { exact: deviceId } });
    } catch (error) {
      // The chosen camera may be gone; a refusal would only be asked for twice.
      if (error instanceof DOMException && error.name === "NotAllowedError") throw error;
      choice.forget();
    }
  }
  return get({ facingMode: { ideal: "environment" } });
}

async function cameras() {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
}
