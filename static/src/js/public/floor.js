/**
 * The floor plan: zoomed by buttons, keys, two fingers, and moved by scrolling, which every browser can.
 * Without this script the whole plan is there, and the browser's own zoom works.
 */

export const MOST = 6;
const STEP = 1.5;
/** How wide a stand is shown whose label people read, in pixels. */
const READABLE = 110;

/**
 * How much larger the plan is shown than at first.
 * @param {number} level
 * @param {number} by
 */
export const zoomed = (level, by) => Math.min(MOST, Math.max(1, level * by));

/**
 * Where to scroll so that what is under a point stays there.
 * @param {number} scroll how far it is scrolled
 * @param {number} point how far the point is from the edge of the view
 * @param {number} by how much larger everything becomes
 */
export const scrolled = (scroll, point, by) => (scroll + point) * by - point;

/** @param {HTMLElement} view */
export function zoomable(view) {
  const floor = /** @type {SVGSVGElement | null} */ (view.querySelector("[data-floor]"));
  const tools = /** @type {HTMLElement | null} */ (view.parentElement?.querySelector("[data-floor-tools]") ?? null);
  if (!floor || !tools) return;
  let level = 1;

  /**
   * @param {number} by
   * @param {number} x
   * @param {number} y
   */
  const zoom = (by, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
    const next = zoomed(level, by);
    const real = next / level;
    const [left, top] = [scrolled(view.scrollLeft, x, real), scrolled(view.scrollTop, y, real)];
    level = next;
    floor.style.width = `${level * 100}%`;
    view.scrollTo(left, top);
  };

  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-zoom]") : null;
    const kind = button?.getAttribute("data-zoom");
    if (kind) zoom(kind === "in" ? STEP : kind === "out" ? 1 / STEP : 1 / level);
  });
  view.addEventListener("keydown", (event) => {
    const by = { "+": STEP, "-": 1 / STEP, 0: 1 / level }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    zoom(by);
  });
  pinch(view, zoom);
  const sought = floor.querySelector(".drawing__stand--marked");
  if (sought) bringIntoView(view, sought, zoom);
}

/**
 * A phone shows a stand that is looked for so large that its label can be read.
 * @param {HTMLElement} view
 * @param {Element} stand
 * @param {(by: number) => void} zoom
 */
function bringIntoView(view, stand, zoom) {
  const shown = stand.getBoundingClientRect();
  if (shown.width < READABLE) zoom(READABLE / Math.max(shown.width, 10));
  const [box, frame] = [stand.getBoundingClientRect(), view.getBoundingClientRect()];
  view.scrollBy(box.left + box.width / 2 - frame.left - frame.width / 2, box.top + box.height / 2 - frame.top - frame.height / 2);
}

/**
 * @param {HTMLElement} view
 * @param {(by: number, x: number, y: number) => void} zoom
 */
function pinch(view, zoom) {
  let before = 0;
  /** @param {TouchEvent} event */
  const read = (event) => {
    const [a, b] = [event.touches[0], event.touches[1]];
    const frame = view.getBoundingClientRect();
    return {
      apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
      x: (a.clientX + b.clientX) / 2 - frame.left,
      y: (a.clientY + b.clientY) / 2 - frame.top,
    };
  };
  view.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) before = read(event).apart;
  }, { passive: true });
  view.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !before) return;
    // Else the browser would zoom the page around the plan.
    event.preventDefault();
    const { apart, x, y } = read(event);
    zoom(apart / before, x, y);
    before = apart;
  }, { passive: false });
  view.addEventListener("touchend", () => {
    before = 0;
  });
}

/**
 * Mark the stand on the plan that is pointed at, or focused, in the list.
 * @param {Document} page
 */
export function showStands(page) {
  /** @param {Event} event */
  const mark = (event) => {
    const line = event.target instanceof Element ? event.target.closest("[data-of-stand]") : null;
    const id = line?.getAttribute("data-of-stand");
    for (const stand of page.querySelectorAll("[data-stand]")) stand.classList.toggle("drawing__stand--meant", stand.getAttribute("data-stand") === id);
  };
  page.addEventListener("focusin", mark);
  page.addEventListener("pointerover", mark);
}
