/**
 * Runs on the page of a town that shows our booking form: makes the frame as high as its content.
 *
 * Only messages of a frame of ours are heard, only from our own origin, and only a number is taken.
 */
import { heightOf } from "./shared/frame_height.js";

const { origin } = new URL(import.meta.url);

addEventListener("message", (event) => {
  if (event.origin !== origin) return;
  const height = heightOf(event.data);
  if (height === null) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === event.source && new URL(frame.src).origin === origin) frame.style.height = `${height}px`;
  }
});
