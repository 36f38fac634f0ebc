import { createKeyReader } from "./keyboard.js";

/** A hand-held scanner types into the page itself; what is typed into a field belongs to the field. */
export function listenForScanner(onCode) {
  const press = createKeyReader();
  const listen = (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.target.closest?.("input, textarea")) return;
    const code = press(event.key, event.timeStamp);
    // Its Enter must not press a button, and its slash must not open Firefox' search.
    if (code || event.key === "/" || event.key === "'") event.preventDefault();
    if (code) onCode(code);
  };
  document.addEventListener("keydown", listen, { capture: true });
}
