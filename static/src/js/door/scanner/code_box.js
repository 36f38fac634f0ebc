/** A box round the code that is read, on the picture of the camera. */

// Blurred frames in between must not make it flicker.
const STAYS_MS = 400;

/** `svg` lies over the video and is cut like it. @param {SVGElement} svg @param {HTMLVideoElement} video @param {{ clock?: () => number }} time */
export function createCodeBox(svg, video, { clock = () => performance.now() } = {}) {
  const lines = [...svg.querySelectorAll("polygon")];
  let seenAt = -Infinity;

  return {
    /** For every frame; `corners` are in pixels of the video, or null. @param {import("./code_positions.js").Point[] | null} corners */
    show(corners) {
      if (corners) seenAt = clock();
      else if (clock() - seenAt < STAYS_MS) return;
      svg.toggleAttribute("hidden", !corners);
      if (!corners) return;
      svg.setAttribute("viewBox", `0 0 ${video.videoWidth} ${video.videoHeight}`);
      const points = corners.map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`).join(" ");
      for (const line of lines) line.setAttribute("points", points);
    },
    hide: () => svg.toggleAttribute("hidden", true),
  };
}
