/** Takes frames from the video and has them read, one at a time. */
import { wait } from "../../shared/wait.js";

/**
 * @typedef {import("./code_positions.js").Code} Code
 * @typedef {import("./code_positions.js").Point} Point
 * @typedef {{ crop: number, side: number, left: number, top: number }} Part of the picture
 */

const SIDE = 640;
const FRAME_TIMER_MS = 100;
// More than 15 frames a second read no better and only warm the phone.
const GAP_MS = 65;

/**
 * `decode(image)` resolves to the codes in it; `onCodes(codes)` gets them, also when there are none,
 * with their corners in pixels of the video.
 * @param {HTMLVideoElement} video
 * @param {(image: ImageData) => Promise<Code[]>} decode
 * @param {(codes: Code[]) => void} onCodes
 * @param {AbortSignal} signal
 */
export async function readFrames(video, decode, onCodes, signal) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  if (!context) throw new Error("no picture can be drawn");
  while (!signal.aborted) {
    const started = performance.now();
    await nextFrame(video);
    if (!document.hidden && video.readyState >= video.HAVE_CURRENT_DATA && video.videoWidth) {
      const part = middleOf(video);
      const codes = await decode(grab(video, part, canvas, context));
      if (!signal.aborted) onCodes(codes.map((code) => ({ ...code, corners: code.corners.map((point) => inVideo(point, part)) })));
    }
    await wait(Math.max(0, GAP_MS - (performance.now() - started)));
  }
}

/**
 * `requestVideoFrameCallback` alone stalls in WebKit, a timer alone wastes the frames in between.
 * @type {(video: HTMLVideoElement) => Promise<void>}
 */
function nextFrame(video) {
  return new Promise((resolve) => {
    /** @type {number | null} */
    let frame = null;
    const done = () => {
      clearTimeout(timer);
      if (frame !== null) video.cancelVideoFrameCallback(frame);
      resolve();
    };
    const timer = setTimeout(done, FRAME_TIMER_MS);
    frame = video.requestVideoFrameCallback?.(done) ?? null;
  });
}

/** The middle of the picture, which is where people hold a code; never larger than it came. @type {(video: HTMLVideoElement) => Part} */
function middleOf({ videoWidth, videoHeight }) {
  const crop = Math.min(videoWidth, videoHeight);
  return { crop, side: Math.min(crop, SIDE), left: (videoWidth - crop) / 2, top: (videoHeight - crop) / 2 };
}

/** @type {(video: HTMLVideoElement, part: Part, canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) => ImageData} */
function grab(video, part, canvas, context) {
  const { crop, side, left, top } = part;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  context.drawImage(video, left, top, crop, crop, 0, 0, side, side);
  return context.getImageData(0, 0, side, side);
}

/** @type {(point: Point, part: Part) => Point} */
const inVideo = ({ x, y }, part) => ({ x: part.left + (x * part.crop) / part.side, y: part.top + (y * part.crop) / part.side });
