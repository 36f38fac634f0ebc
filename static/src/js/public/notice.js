/**
 * Give the address of a page without the word that made it say what has just been done: whoever
 * reloads the page or keeps its address is not told again.
 *
 * @param {string} address
 */
export function withoutNotice(address) {
  const url = new URL(address);
  url.searchParams.delete("hinweis");
  return url.href;
}
