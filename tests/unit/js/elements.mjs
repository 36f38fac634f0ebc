/** Elements as far as the scripts of pages ask for them: events, attributes, and what a selector finds. */

/** What `instanceof` and the global names in scripts are to be, for one file of tests. */
export function standIn(names) {
  Object.assign(globalThis, { HTMLElement: Piece, HTMLInputElement: Piece, HTMLSelectElement: Piece, HTMLTextAreaElement: Piece, Element: Piece, CSS: { escape: (text) => text }, ...names });
}

export class Piece extends EventTarget {
  hidden = false;
  textContent = "";
  value = "";
  clicks = 0;
  focused = 0;
  attributes = new Map();
  classes = new Set();
  classList = {
    add: (name) => this.classes.add(name),
    remove: (name) => this.classes.delete(name),
    toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
  };

  /**
   * `found`: what a selector finds in it, an element or several. `is`: the selectors that it matches.
   */
  constructor({ dataset = {}, found = {}, is = [], ...more } = {}) {
    super();
    Object.assign(this, { dataset, found, is, ...more });
  }

  querySelectorAll(selector) {
    return [this.found[selector] ?? []].flat();
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  matches(selector) {
    return selector.split(",").some((each) => this.is.includes(each.trim()));
  }

  closest(selector) {
    return this.matches(selector) ? this : null;
  }

  contains(other) {
    return other === this || Object.values(this.found).flat().includes(other);
  }

  click() {
    this.clicks += 1;
    this.dispatchEvent(new Event("click"));
  }

  focus() {
    this.focused += 1;
  }

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }
}

/** An event with what a browser would tell of it; `target` as if it had bubbled up from there. */
export function eventOf(kind, { target, ...more } = {}) {
  const event = Object.assign(new Event(kind, { cancelable: true }), more);
  if (target) Object.defineProperty(event, "target", { value: target });
  return event;
}
