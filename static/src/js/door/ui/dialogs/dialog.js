/** What all sheets from below have in common. */
export function createSheet(dialog) {
  for (const button of dialog.querySelectorAll("[data-close]")) button.addEventListener("click", () => dialog.close());

  return {
    /** `first` gets the focus; without it the browser chooses. */
    open(first) {
      if (!dialog.open) dialog.showModal();
      dialog.scrollTop = 0;
      first?.focus();
    },
    close: () => dialog.close(),
    isOpen: () => dialog.open,
  };
}
