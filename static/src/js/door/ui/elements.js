/** Elements of the page that are surely there, as what they are. */

/**
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new TypeError(`no ${kind.name} for ${selector}`);
  return found;
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
export const findAll = (root, selector) => [...root.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);

/** Shows only those whose `data-` attribute has one of these values. @type {(elements: HTMLElement[], key: string, names: (string | null)[]) => void} */
export function showOnly(elements, key, names) {
  for (const each of elements) each.hidden = !names.includes(each.dataset[key] ?? null);
}
