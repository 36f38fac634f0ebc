import { sides } from "./geometry.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./geometry.js").Point} Point */

const SVG = "http://www.w3.org/2000/svg";

/**
 * The drawing of one area: what stands on it, and what is shown while somebody works on it. Only presentation attributes are
 * set, since the page allows no styles in elements.
 *
 * @param {SVGSVGElement} svg
 */
export function drawing(svg) {
  const shapes = () => /** @type {NodeListOf<SVGGraphicsElement>} */ (svg.querySelectorAll("[data-stand]"));
  const ghosts = svg.ownerDocument.createElementNS(SVG, "g");
  ghosts.setAttribute("aria-hidden", "true");
  ghosts.setAttribute("data-added", "");

  /** @param {SVGGraphicsElement} shape @returns {Box} */
  const boxOf = (shape) => {
    const [x, y, width, depth, turned] = (shape.dataset.box ?? "").split(" ").map(Number);
    return { id: Number(shape.dataset.stand), x, y, width, depth, turned };
  };

  return {
    svg,
    boxOf,
    shapes,
    area: { width: Number(svg.dataset.width), depth: Number(svg.dataset.depth) },
    boxes: () => Array.from(shapes(), boxOf),
    /** @param {number} id */
    shape: (id) => /** @type {SVGGraphicsElement | null} */ (svg.querySelector(`[data-stand="${id}"]`)),
    /**
     * Where on the plan the pointer is.
     *
     * @param {MouseEvent} event
     * @returns {Point}
     */
    pointOf(event) {
      const matrix = svg.getScreenCTM()?.inverse();
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
      return { x: point.x, y: point.y };
    },
    /**
     * Show frames: where stands would be, or what would be selected.
     *
     * @param {(Point & { width: number, depth: number })[]} frames
     */
    show(frames) {
      svg.append(ghosts);
      ghosts.replaceChildren(...frames.map(({ x, y, width, depth }) => rectangle("plan__ghost", { x, y, width, height: depth })));
    },
    /**
     * Show a handle at the corner of a stand, by which it is resized; none for null.
     *
     * @param {Box | null} box
     */
    showHandle(box) {
      svg.querySelector(".plan__handle")?.remove();
      if (!box) return;
      const { width, depth } = sides(box);
      svg.append(rectangle("plan__handle", { x: box.x + width - 22, y: box.y + depth - 22, width: 44, height: 44 }));
    },
  };
}

/** @typedef {ReturnType<typeof drawing>} Drawing */

/**
 * @param {string} name
 * @param {Record<string, number>} places
 */
function rectangle(name, places) {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", name);
  for (const [key, value] of Object.entries(places)) rect.setAttribute(key, String(value));
  return rect;
}

/** @param {Box} box */
export const frameOf = (box) => ({ x: box.x, y: box.y, ...sides(box) });
