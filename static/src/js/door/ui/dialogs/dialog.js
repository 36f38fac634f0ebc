/** What all dialogs from below have in common. */
export function createDialog(element) {
  for (const button of element.querySelectorAll("[data-close]")) button.addEventListener("click", () => element.close());

  return {
    /** `first` gets the focus; without it the browser chooses. */
    open(first) {
      if (!element.open) element.showModal();
      element.scrollTop = 0;
      first?.focus();
    },
    close: () => element.close(),
    isOpen: () => element.open,
  };
}
