/* What scripts and readers have changed about an element stays theirs. */
const KEPT = new Set(["open", "aria-disabled", "data-sent"]);

/** Make an element like another of its kind, and leave alone what is alike: focus, what is open, the place on the page. */
export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  morphAttributes(old, fresh);
  morphChildren(old, fresh);
}

function morphAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!KEPT.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function morphChildren(old, fresh) {
  const wanted = [...fresh.childNodes];
  const ids = new Set(wanted.map((node) => node.id).filter(Boolean));
  let place = old.firstChild;
  for (const next of wanted) {
    // Nothing that stays is moved: a moved element would lose the focus.
    while (place?.id && place.id !== next.id && !ids.has(place.id)) place = remove(place);
    if (place && isAlike(place, next)) {
      if (next.nodeType === 1) morph(place, next);
      else if (place.data !== next.data) place.data = next.data;
      place = place.nextSibling;
    } else {
      const stale = next.id && [...old.children].find((child) => child.id === next.id);
      if (stale && stale === place) place = place.nextSibling;
      if (stale) stale.remove();
      old.insertBefore(old.ownerDocument.importNode(next, true), place);
    }
  }
  while (place) place = remove(place);
}

const isAlike = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

function remove(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
