/**
 * `<details data-ticket>`: several tickets are folded for a phone. Where there is room, and on paper, all are open.
 *
 * @param {Document} root
 */
export function openTickets(root) {
  const tickets = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("details[data-ticket]"))];
  const openAll = () => {
    for (const ticket of tickets) ticket.open = true;
  };
  if (matchMedia("(min-width: 62rem)").matches) openAll();
  addEventListener("beforeprint", openAll);
}
