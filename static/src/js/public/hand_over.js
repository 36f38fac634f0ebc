/**
 * `<div data-hand-over>` holds a link to give away: it is copied, or shared by the system where the browser can.
 *
 * @param {HTMLElement} part
 */
export function offerHandOver(part) {
  /** @type {HTMLAnchorElement | null} */
  const link = part.querySelector("[data-link]");
  /** @type {HTMLElement | null} */
  const buttons = part.querySelector("[data-buttons]");
  /** @type {HTMLButtonElement | null} */
  const copy = part.querySelector("[data-copy]");
  /** @type {HTMLButtonElement | null} */
  const share = part.querySelector("[data-share]");
  const said = part.querySelector("[data-said]");
  if (!link || !buttons || !copy || !share || !said) return;

  copy.hidden = !navigator.clipboard;
  share.hidden = !navigator.share;
  buttons.hidden = copy.hidden && share.hidden;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
      said.textContent = part.dataset.copied ?? "";
    } catch {
      // Not allowed: the link itself can be held and copied.
      link.focus();
    }
  });
  share.addEventListener("click", () => {
    // Whoever closes the sheet has shared nothing, and that is no fault.
    navigator.share({ title: part.dataset.title, url: link.href }).catch(() => {});
  });
}
