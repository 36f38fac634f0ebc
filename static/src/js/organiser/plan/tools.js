/**
 * What the tools beside a plan say: measures in metres, as people type them, in centimetres here.
 *
 * @param {HTMLElement} bar
 */
export function tools(bar) {
  /** @param {string} name */
  const input = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (bar.querySelector(`[name="${name}"]`));
  /** @param {string} name @param {number} usual */
  const centimetres = (name, usual) => {
    const metres = Number(input(name).value.trim().replace(",", "."));
    return Number.isFinite(metres) && metres >= 0 && metres <= 500 ? Math.round(metres * 100) : usual;
  };
  return {
    grid: () => Math.max(centimetres("grid", 50), 5),
    size: () => ({ width: centimetres("width", 300) || 300, depth: centimetres("depth", 200) || 200 }),
    gap: () => centimetres("gap", 0),
    label: () => input("label").value.trim() || "1",
    isDrawing: () => bar.querySelector('[data-do="draw"]')?.getAttribute("aria-pressed") === "true",
    toggleDrawing() {
      const button = bar.querySelector('[data-do="draw"]');
      button?.setAttribute("aria-pressed", String(!this.isDrawing()));
      return this.isDrawing();
    },
  };
}

/** @typedef {ReturnType<typeof tools>} Tools */
