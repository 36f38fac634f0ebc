import { drawing as drawingOf } from "./drawing.js";
import { turned } from "./geometry.js";
import { keyboard } from "./keyboard.js";
import { pointer } from "./pointer.js";
import { selection as selectionOf } from "./selection.js";
import { server as serverOf } from "./server.js";
import { tools as toolsOf } from "./tools.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./geometry.js").Row} Row */

/**
 * What is done to stands, and saved.
 *
 * @typedef {object} Deeds
 * @property {(boxes: Box[]) => Promise<boolean>} place
 * @property {(row: Row) => Promise<boolean>} add
 * @property {() => void} remove
 */

const ZOOM = 1.25;

/**
 * `[data-plan]` is the plan of an area, on which stands are drawn, dragged, resized, turned, named and deleted. Each change is
 * saved at once, and can be undone. Its tools stand in a `template[data-plan-tools]`, in the language of the page; without
 * a script the forms do the same.
 *
 * @param {HTMLElement} section
 */
export function planEditor(section) {
  const page = /** @type {HTMLElement | null} */ (section.closest("[data-plan-page]"));
  const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector("[data-plan-tools]"));
  const svg = /** @type {SVGSVGElement | null} */ (section.querySelector("[data-plan-drawing]"));
  const bar = /** @type {HTMLElement | null} */ (template?.content.firstElementChild?.cloneNode(true) ?? null);
  if (!page || !svg || !bar) return;
  bar.dataset.added = "";
  section.querySelector("[data-plan-tools-place]")?.append(bar);
  const status = /** @type {HTMLElement} */ (bar.querySelector("[data-plan-status]"));
  const drawing = drawingOf(svg);
  const selection = selectionOf(drawing);
  const tools = toolsOf(bar);
  const server = serverOf(page, section, (words) => {
    status.textContent = words;
  });
  const deeds = deedsOf(section, selection, tools, server);
  pointer(drawing, selection, tools, deeds);
  keyboard(drawing, selection, tools, deeds);
  svg.addEventListener("click", (event) => {
    // A press selects; the Enter key, which makes a click without one, opens the form.
    if (event.detail > 0) event.preventDefault();
  });
  svg.addEventListener("dblclick", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-stand]");
    if (link) location.href = link.getAttribute("href") ?? "";
  });
  page.addEventListener("plan-shown", () => selection.show());
  section.dataset.editing = "";
  buttons(bar, section, svg, { tools, deeds, server, selection });
}

/**
 * @param {HTMLElement} section
 * @param {import("./selection.js").Selection} selection
 * @param {import("./tools.js").Tools} tools
 * @param {ReturnType<typeof serverOf>} server
 * @returns {Deeds}
 */
function deedsOf(section, selection, tools, server) {
  const area = Number(section.dataset.plan);
  const ids = () => selection.boxes().map((box) => box.id);
  return {
    place: (boxes) => server.save({ do: "place", stands: boxes.map((box) => ({ ...box, area })) }),
    add({ number, direction, x, y }) {
      const stand = { id: 1, area, x, y, ...tools.size(), turned: 0 };
      return server.save({ do: "add", label: tools.label(), number, direction, gap: tools.gap(), stand });
    },
    remove() {
      if (ids().length) server.save({ do: "delete", stands: ids() });
    },
  };
}

/**
 * @param {HTMLElement} bar
 * @param {HTMLElement} section
 * @param {SVGSVGElement} svg
 * @param {{ tools: import("./tools.js").Tools, deeds: Deeds, server: ReturnType<typeof serverOf>, selection: import("./selection.js").Selection }} parts
 */
function buttons(bar, section, svg, { tools, deeds, server, selection }) {
  const zoom = zoomOf(svg);
  /** @type {Record<string, () => void>} */
  const todo = {
    draw: () => section.toggleAttribute("data-drawing", tools.toggleDrawing()),
    turn: () => selection.boxes().length && deeds.place(selection.boxes().map(turned)),
    number() {
      // In the order in which they are read: row by row, from left to right.
      const boxes = selection.boxes().toSorted((one, other) => one.y - other.y || one.x - other.x);
      if (boxes.length) server.save({ do: "number", first: tools.label(), stands: boxes.map((box) => box.id) });
    },
    remove: () => deeds.remove(),
    undo: () => server.save({ do: "undo" }),
    redo: () => server.save({ do: "redo" }),
    closer: () => zoom.by(ZOOM),
    farther: () => zoom.by(1 / ZOOM),
  };
  section.closest("[data-plan-page]")?.addEventListener("plan-shown", () => zoom.by(1));
  bar.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-do]");
    todo[/** @type {HTMLElement} */ (button)?.dataset.do ?? ""]?.();
  });
  section.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === "z" && !event.shiftKey) server.save({ do: "undo" });
    else if (event.key === "y" || (event.key.toLowerCase() === "z" && event.shiftKey)) server.save({ do: "redo" });
    else return;
    event.preventDefault();
  });
}

/**
 * Show the drawing larger or smaller; its frame scrolls. What the server sends has the size of before.
 *
 * @param {SVGSVGElement} svg
 */
function zoomOf(svg) {
  const { width, height } = svg.getBoundingClientRect();
  let factor = 1;
  return {
    /** @param {number} more */
    by(more) {
      factor = Math.min(Math.max(factor * more, 0.25), 8);
      if (factor === 1) return svg.toggleAttribute("data-zoomed", false);
      svg.toggleAttribute("data-zoomed", true);
      svg.setAttribute("width", String(Math.round(width * factor)));
      svg.setAttribute("height", String(Math.round(height * factor)));
    },
  };
}
