import { frameOf } from "./drawing.js";
import { drawnRow, isTouched, moved, resized, rowPoints } from "./geometry.js";

/** @typedef {import("./geometry.js").Point} Point */

/** Below this many centimetres a press is a click. */
const LEAST = 10;

/**
 * Work on the plan with a mouse or a pen: select, drag, resize, draw a row.
 *
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./selection.js").Selection} selection
 * @param {import("./tools.js").Tools} tools
 * @param {import("./editor.js").Deeds} deeds
 */
export function pointer(drawing, selection, tools, deeds) {
  const { svg } = drawing;
  const start = gestures(drawing, selection, tools, deeds);
  /** @type {Gesture | null} */
  let running = null;

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const target = /** @type {Element} */ (event.target);
    const shape = /** @type {SVGGraphicsElement | null} */ (target.closest("[data-stand]"));
    const isHandle = target.matches(".plan__handle");
    // A finger moves the page, unless it is on a stand or draws.
    if (event.pointerType === "touch" && !shape && !isHandle && !tools.isDrawing()) return;
    const from = drawing.pointOf(event);
    const more = event.shiftKey || event.ctrlKey;
    if (tools.isDrawing()) running = start.row(from);
    else if (isHandle) running = start.resize(from);
    else if (shape) running = start.drag(from, Number(shape.dataset.stand), more);
    else running = start.frame(from, more);
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
    shape?.focus();
  });
  svg.addEventListener("pointermove", (event) => running?.show(drawing.pointOf(event)));
  svg.addEventListener("pointerup", (event) => {
    const ended = running;
    running = null;
    drawing.show([]);
    ended?.end(drawing.pointOf(event));
  });
  svg.addEventListener("pointercancel", () => {
    running = null;
    drawing.show([]);
  });
}

/**
 * What goes on from a press to its end.
 *
 * @typedef {object} Gesture
 * @property {(to: Point) => void} show
 * @property {(to: Point) => void} end
 */

/**
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./selection.js").Selection} selection
 * @param {import("./tools.js").Tools} tools
 * @param {import("./editor.js").Deeds} deeds
 */
function gestures(drawing, selection, tools, deeds) {
  /** @param {Point} from @param {Point} to */
  const isClick = (from, to) => Math.hypot(to.x - from.x, to.y - from.y) < LEAST;

  return {
    /** @param {Point} from @param {number} id @param {boolean} more @returns {Gesture} */
    drag(from, id, more) {
      if (more) selection.toggle(id);
      else if (!selection.has(id)) selection.set([id]);
      /** @param {Point} to */
      const boxes = (to) => moved(selection.boxes(), { x: to.x - from.x, y: to.y - from.y }, drawing.area, tools.grid());
      return {
        show: (to) => drawing.show(isClick(from, to) ? [] : boxes(to).map(frameOf)),
        end(to) {
          if (!isClick(from, to)) deeds.place(boxes(to));
          else if (!more) selection.set([id]);
        },
      };
    },
    /** @param {Point} from @returns {Gesture} */
    resize(from) {
      const [box] = selection.boxes();
      /** @param {Point} to */
      const wanted = (to) => resized(box, { width: to.x - from.x, depth: to.y - from.y }, drawing.area, tools.grid());
      return { show: (to) => drawing.show([frameOf(wanted(to))]), end: (to) => deeds.place([wanted(to)]) };
    },
    /** @param {Point} from @returns {Gesture} */
    row(from) {
      /** @param {Point} to */
      const row = (to) => drawnRow(from, to, tools.size(), tools.gap(), tools.grid());
      return {
        show: (to) => drawing.show(rowPoints(row(to), tools.size(), tools.gap()).map((point) => ({ ...point, ...tools.size() }))),
        end: (to) => deeds.add(row(to)),
      };
    },
    /** @param {Point} from @param {boolean} more @returns {Gesture} */
    frame(from, more) {
      return {
        show: (to) => drawing.show([{ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), depth: Math.abs(to.y - from.y) }]),
        end: (to) => selection.set(drawing.boxes().filter((box) => isTouched(box, from, to)).map((box) => box.id), more),
      };
    },
  };
}
