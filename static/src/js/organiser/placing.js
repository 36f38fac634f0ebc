// Of its own: addresses and texts can be dragged too, and are no names.
const NAME = "application/x-exhibitor";

/**
 * A name is dragged onto a slot; without a mouse the slot is chosen first, and then the name.
 *
 * @param {HTMLElement} root
 */
export function placing(root) {
  const form = /** @type {HTMLFormElement | null} */ (root.querySelector("[data-placing-form]"));
  if (form === null) return;
  root.querySelector("[data-placing-hint]")?.removeAttribute("hidden");
  for (const name of elements(root, "[data-exhibitor]")) draggable(name);
  for (const slot of elements(root, "[data-slot]")) target(slot, (exhibitor) => send(form, slot.dataset.slot ?? "", exhibitor));
  // A stand on the plan leads to its slot.
  for (const stand of /** @type {NodeListOf<SVGAElement>} */ (root.querySelectorAll("a[data-stand]"))) {
    const slot = new URL(stand.href.baseVal, location.href).searchParams.get("zelle") ?? "";
    target(stand, (exhibitor) => send(form, slot, exhibitor));
  }
}

/** @param {HTMLElement} name */
function draggable(name) {
  name.draggable = true;
  // A link inside would be dragged as an address.
  for (const link of elements(name, "a")) link.draggable = false;
  name.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData(NAME, name.dataset.exhibitor ?? "");
  });
}

/**
 * @param {Element} slot
 * @param {(exhibitor: string) => void} take
 */
function target(slot, take) {
  slot.addEventListener("dragover", (event) => {
    if (!(/** @type {DragEvent} */ (event).dataTransfer?.types.includes(NAME))) return;
    event.preventDefault();
    slot.classList.add("slot--over");
  });
  slot.addEventListener("dragleave", () => slot.classList.remove("slot--over"));
  slot.addEventListener("drop", (event) => {
    slot.classList.remove("slot--over");
    const exhibitor = /** @type {DragEvent} */ (event).dataTransfer?.getData(NAME);
    if (!exhibitor) return;
    event.preventDefault();
    take(exhibitor);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} slot
 * @param {string} exhibitor
 */
function send(form, slot, exhibitor) {
  field(form, "slot").value = slot;
  field(form, "exhibitor").value = exhibitor;
  form.submit();
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function elements(root, selector) {
  return root.querySelectorAll(selector);
}
