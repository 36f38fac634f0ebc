/** What all dialogs from below have in common. @param {HTMLDialogElement} element */
export function createDialog(element) {
  for (const button of element.querySelectorAll("[data-close]")) button.addEventListener("click", () => element.close());

  return {
    /** `first` gets the focus; without it the browser chooses. @param {HTMLElement} [first] */
    open(first) {
      if (!element.open) element.showModal();
      element.scrollTop = 0;
      first?.focus();
    },
    close: () => element.close(),
    isOpen: () => element.open,
  };
}
