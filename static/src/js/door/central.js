/** The texts of what was read, the nearest to the middle first: that is the code one aims at. */
export function centralFirst(results, width, height) {
  const distance = ({ position: { topLeft, bottomRight } }) =>
    Math.hypot((topLeft.x + bottomRight.x) / 2 - width / 2, (topLeft.y + bottomRight.y) / 2 - height / 2);
  return results
    .filter(({ isValid, text }) => isValid && text)
    .sort((a, b) => distance(a) - distance(b))
    .map(({ text }) => text);
}
