import { moved, resized, turned } from "./geometry.js";

/** @typedef {import("./geometry.js").Box} Box */

const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});
/** So long nothing is pressed before what the keys did is saved, as one change. */
const PAUSE = 500;

/**
 * Work on the plan with the keyboard. Tab goes from stand to stand, Enter opens one; the focused stand is what the keys
 * are about, with all that are selected if it is one of them.
 *
 * @param {import("./drawing.js").Drawing} drawing
 * @param {import("./selection.js").Selection} selection
 * @param {import("./tools.js").Tools} tools
 * @param {import("./editor.js").Deeds} deeds
 */
export function keyboard(drawing, selection, tools, deeds) {
  /** @type {Box[]} */
  let pending = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const save = () => {
    clearTimeout(timer);
    const boxes = pending;
    pending = [];
    drawing.show([]);
    if (boxes.length) deeds.place(boxes);
  };

  /** @param {Box[]} boxes */
  const later = (boxes) => {
    pending = boxes;
    drawing.show(boxes.map((box) => ({ x: box.x, y: box.y, width: box.turned % 180 ? box.depth : box.width, depth: box.turned % 180 ? box.width : box.depth })));
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  /** @param {number} id @returns {Box[]} */
  const about = (id) => {
    if (!selection.has(id)) {
      save();
      selection.set([id]);
    }
    return pending.length ? pending : selection.boxes();
  };

  drawing.svg.addEventListener("focusout", save);
  drawing.svg.addEventListener("keydown", (event) => {
    const shape = /** @type {SVGGraphicsElement | null} */ (/** @type {Element} */ (event.target).closest("[data-stand]"));
    if (!shape || event.altKey) return;
    const id = Number(shape.dataset.stand);
    const step = STEPS[event.key];
    const grid = tools.grid();
    if (step && event.shiftKey) later(about(id).map((box) => resized(box, { width: step[0] * grid, depth: step[1] * grid }, drawing.area, grid)));
    else if (step) later(moved(about(id), { x: step[0] * grid, y: step[1] * grid }, drawing.area, grid));
    else if (event.key === "r") later(about(id).map(turned));
    else if (event.key === " ") selection.toggle(id);
    else if (event.key === "Delete") {
      about(id);
      deeds.remove();
    } else return;
    event.preventDefault();
  });
}
