const KEPT = "ortenaudigital-shortcuts";

/**
 * A letter presses the button that names it, until somebody switches that off (WCAG 2.1.4).
 *
 * @param {HTMLElement} root
 * @param {Storage} storage
 */
export function shortcuts(root, storage = localStorage) {
  const line = /** @type {HTMLElement | null} */ (root.querySelector("[data-shortcuts-switch]"));
  const button = line?.querySelector("button");
  const label = button?.querySelector("span");
  const words = { on: label?.textContent ?? "", off: button?.dataset.off ?? "" };
  let on = read(storage) !== "off";
  const show = () => {
    if (label) label.textContent = on ? words.on : words.off;
    root.classList.toggle("without-shortcuts", !on);
  };
  if (line) line.hidden = false;
  button?.addEventListener("click", () => {
    on = !on;
    write(storage, on ? "on" : "off");
    show();
  });
  show();
  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const pressed = /** @type {HTMLElement | null} */ (root.querySelector(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`));
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** @param {Storage} storage */
function read(storage) {
  try {
    return storage.getItem(KEPT);
  } catch {
    return null;
  }
}

/**
 * @param {Storage} storage
 * @param {string} value
 */
function write(storage, value) {
  try {
    storage.setItem(KEPT, value);
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}
