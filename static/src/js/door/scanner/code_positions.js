/** Where codes are in a picture, and which of them somebody aims at. Pure. */

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ text: string, corners: Point[], isRead: boolean }} Code
 * @typedef {{ isValid: boolean, text: string, position: Record<"topLeft" | "topRight" | "bottomRight" | "bottomLeft", Point> }} Found
 */

/** @type {("topLeft" | "topRight" | "bottomRight" | "bottomLeft")[]} */
const CORNERS = ["topLeft", "topRight", "bottomRight", "bottomLeft"];
// What looks like a code and is far smaller than a real one is a pattern in the picture.
const LEAST_SIZE = 0.5;

/** @type {(corners: Point[]) => Point} */
const centreOf = (corners) => ({ x: corners.reduce((sum, { x }) => sum + x, 0) / 4, y: corners.reduce((sum, { y }) => sum + y, 0) / 4 });
/** @type {(a: Point, b: Point) => number} */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
/** @type {(corners: Point[]) => number} */
const sizeOf = ([first, , third]) => distance(first, third);

/** Is a point within four corners, in whichever direction they go round? @type {(point: Point, corners: Point[]) => boolean} */
function isInside(point, corners) {
  const sides = corners.map((from, place) => {
    const to = corners[(place + 1) % 4];
    return Math.sign((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x));
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

/**
 * Results of the reader as `{ text, corners, isRead }`, the nearest to the middle first: that is the
 * code somebody aims at. One that was found but not read stands among them, with an empty text.
 * @param {Found[]} results
 * @param {number} width
 * @param {number} height
 * @returns {Code[]}
 */
export function nearestFirst(results, width, height) {
  const middle = { x: width / 2, y: height / 2 };
  const found = results.map(({ isValid, text, position }) => ({ text: isValid ? text : "", corners: CORNERS.map((name) => position[name]), isRead: Boolean(isValid && text) }));
  const read = found.filter(({ isRead }) => isRead);
  /** @param {Code} code */
  const isCode = ({ isRead, corners }) =>
    isRead || !read.some((other) => isInside(centreOf(corners), other.corners) || sizeOf(corners) < LEAST_SIZE * sizeOf(other.corners));
  return found.filter(isCode).sort((a, b) => distance(centreOf(a.corners), middle) - distance(centreOf(b.corners), middle));
}

/**
 * Which code of a frame counts. A single one counts at once. Of several it is the nearest to the
 * middle, once it was that in two frames in a row: a blurred one must not leave its turn to another.
 * @returns {(codes: Code[]) => Code | null}
 */
export function createAim() {
  /** @type {string | null} */
  let before = null;

  return (codes) => {
    const [nearest] = codes;
    const isSteady = codes.length === 1 || nearest?.text === before;
    before = nearest?.text ?? null;
    return nearest?.isRead && isSteady ? nearest : null;
  };
}
