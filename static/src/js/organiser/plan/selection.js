/**
 * Which stands are selected: kept by their ids, since the plan is shown anew after each change.
 *
 * @param {import("./drawing.js").Drawing} drawing
 */
export function selection(drawing) {
  /** @type {Set<number>} */
  const ids = new Set();

  const show = () => {
    for (const shape of drawing.shapes()) shape.toggleAttribute("data-selected", ids.has(Number(shape.dataset.stand)));
    const boxes = chosen();
    drawing.showHandle(boxes.length === 1 ? boxes[0] : null);
  };
  const chosen = () => drawing.boxes().filter((box) => ids.has(box.id));

  return {
    show,
    boxes: chosen,
    /** @param {number} id */
    has: (id) => ids.has(id),
    /** @param {number[]} wanted @param {boolean} more whether what is selected stays so */
    set(wanted, more = false) {
      if (!more) ids.clear();
      for (const id of wanted) ids.add(id);
      show();
    },
    /** @param {number} id */
    toggle(id) {
      if (!ids.delete(id)) ids.add(id);
      show();
    },
  };
}

/** @typedef {ReturnType<typeof selection>} Selection */
