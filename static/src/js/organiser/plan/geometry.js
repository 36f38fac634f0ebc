/**
 * Where a stand is: its left upper corner and its sides in centimetres. `width` and `depth` are those of the stand
 * itself; turned by 90 or 270 degrees it covers them the other way round.
 *
 * @typedef {object} Box
 * @property {number} id
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} depth
 * @property {number} turned
 */

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ width: number, depth: number }} Size */

/**
 * How far a stand goes to the right and down.
 *
 * @param {Box} box
 * @returns {Size}
 */
export function sides({ width, depth, turned }) {
  return turned % 180 === 90 ? { width: depth, depth: width } : { width, depth };
}

/**
 * @param {number} value
 * @param {number} grid
 */
export const snap = (value, grid) => Math.round(value / grid) * grid;

/**
 * Move stands together, so far that none leaves the area. One alone is put onto the grid; several keep their distances.
 *
 * @param {Box[]} boxes
 * @param {Point} by
 * @param {Size} area
 * @param {number} grid
 * @returns {Box[]}
 */
export function moved(boxes, by, area, grid) {
  const first = boxes[0];
  if (!first) return [];
  const x = within(snap(first.x + by.x, grid) - first.x, boxes.map((box) => [box.x, sides(box).width]), area.width);
  const y = within(snap(first.y + by.y, grid) - first.y, boxes.map((box) => [box.y, sides(box).depth]), area.depth);
  return boxes.map((box) => ({ ...box, x: box.x + x, y: box.y + y }));
}

/**
 * @param {number} by
 * @param {number[][]} spans each the start and the length of one
 * @param {number} end
 */
function within(by, spans, end) {
  const least = -Math.min(...spans.map(([start]) => start));
  const most = end - Math.max(...spans.map(([start, length]) => start + length));
  return Math.max(Math.min(by, Math.max(most, 0)), Math.min(least, 0));
}

/**
 * Make a stand larger or smaller, as it lies on the plan; never smaller than one step of the grid.
 *
 * @param {Box} box
 * @param {Size} by
 * @param {Size} area
 * @param {number} grid
 * @returns {Box}
 */
export function resized(box, by, area, grid) {
  const now = sides(box);
  const across = Math.min(Math.max(snap(now.width + by.width, grid), grid), Math.max(area.width - box.x, grid));
  const down = Math.min(Math.max(snap(now.depth + by.depth, grid), grid), Math.max(area.depth - box.y, grid));
  return box.turned % 180 === 90 ? { ...box, width: down, depth: across } : { ...box, width: across, depth: down };
}

/**
 * Turn a stand by a quarter to the right; its left upper corner stays.
 *
 * @param {Box} box
 * @returns {Box}
 */
export const turned = (box) => ({ ...box, turned: (box.turned + 90) % 360 });

/**
 * @typedef {object} Row
 * @property {number} number how many stands
 * @property {"right" | "left" | "down" | "up"} direction
 * @property {number} x of the first
 * @property {number} y
 */

/**
 * What row somebody draws from one point to another: along the longer way, as many as fit, one at least.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {Size} size of each
 * @param {number} gap
 * @param {number} grid
 * @returns {Row}
 */
export function drawnRow(from, to, size, gap, grid) {
  const across = to.x - from.x;
  const down = to.y - from.y;
  const isFlat = Math.abs(across) >= Math.abs(down);
  const step = (isFlat ? size.width : size.depth) + gap;
  const number = Math.min(Math.max(1, Math.floor((Math.abs(isFlat ? across : down) + gap) / step)), 200);
  const direction = isFlat ? (across < 0 ? "left" : "right") : down < 0 ? "up" : "down";
  return { number, direction, x: Math.max(0, snap(from.x, grid)), y: Math.max(0, snap(from.y, grid)) };
}

/**
 * The stands of a row, to be shown while it is drawn.
 *
 * @param {Row} row
 * @param {Size} size
 * @param {number} gap
 * @returns {Point[]}
 */
export function rowPoints({ number, direction, x, y }, size, gap) {
  const across = { right: size.width + gap, left: -size.width - gap, down: 0, up: 0 }[direction];
  const down = { down: size.depth + gap, up: -size.depth - gap, right: 0, left: 0 }[direction];
  return Array.from({ length: number }, (_, count) => ({ x: x + across * count, y: y + down * count }));
}

/**
 * Whether a stand touches the frame that somebody draws to select.
 *
 * @param {Box} box
 * @param {Point} from
 * @param {Point} to
 */
export function isTouched(box, from, to) {
  const { width, depth } = sides(box);
  return (
    box.x < Math.max(from.x, to.x) &&
    box.x + width > Math.min(from.x, to.x) &&
    box.y < Math.max(from.y, to.y) &&
    box.y + depth > Math.min(from.y, to.y)
  );
}
