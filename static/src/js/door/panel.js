/** The full-screen answer: colour, icon, one word, who it is, and what to do. */
const PARTS = ["word", "line", "name", "type", "reference", "advice"];

export function createPanel(root, { onNext, onAgain }) {
  const buttons = { next: root.querySelector("[data-next]"), again: root.querySelector("[data-again]") };
  const parts = Object.fromEntries(PARTS.map((name) => [name, root.querySelector(`[data-part="${name}"]`)]));
  const icons = [...root.querySelectorAll("[data-icon]")];
  let owesFocus = false;
  buttons.next.addEventListener("click", onNext);
  buttons.again.addEventListener("click", onAgain);

  function fill(look) {
    for (const name of PARTS) {
      parts[name].textContent = look[name] ?? "";
      parts[name].hidden = !look[name];
    }
    for (const icon of icons) icon.hidden = icon.dataset.icon !== look.icon;
    parts.word.toggleAttribute("data-long", longestWord(look.word) > 11);
    root.dataset.tone = look.tone ?? "";
    buttons.next.hidden = !look.tone || look.tone === "checking";
    buttons.again.hidden = look.tone !== "offline";
  }

  return {
    show(look) {
      const focused = document.activeElement;
      fill(look);
      root.scrollTop = 0;
      // What is covered must not keep the focus; who never set it is left alone.
      owesFocus ||= focused !== document.body && focused.getClientRects().length === 0;
      const button = [buttons.again, buttons.next].find((each) => !each.hidden);
      if (!owesFocus || !button) return;
      button.focus();
      owesFocus = false;
    },
    close: () => fill({}),
  };
}

const longestWord = (text = "") => Math.max(...text.split(/\s+/).map((word) => word.length));
