import { Idiomorph } from "idiomorph";

/* What scripts and readers have changed about an element stays theirs. */
const KEPT = new Set(["open", "aria-disabled", "data-sent", "data-editing", "data-drawing"]);
const TYPED = new Set(["value", "checked"]);

/**
 * Make an element like another of its kind, and leave alone what is alike: focus, what is open,
 * what was typed, the place on the page.
 *
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function takeOver(old, fresh) {
  Idiomorph.morph(old, fresh, { callbacks: { beforeAttributeUpdated: isOurs, beforeNodeRemoved } });
}

/**
 * Say whether the server decides about an attribute.
 *
 * @param {string} name
 * @param {Element} element
 */
const isOurs = (name, element) => !KEPT.has(name) && !(TYPED.has(name) && element.matches("input:not([type=hidden])"));

/**
 * Leave what a script has added to the page: `[data-added]`.
 *
 * @param {Node} node
 */
const beforeNodeRemoved = (node) => !(node instanceof Element && node.matches("[data-added]"));
