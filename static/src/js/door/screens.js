/** Shows one of the screens: pairing or scanning, and on each what is wrong. */
export function createScreens(root) {
  const one = (selector) => root.querySelector(selector);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const only = (elements, key, name) => elements.forEach((each) => (each.hidden = each.dataset[key] !== name));

  return {
    show: (name) => only(all("[data-screen]"), "screen", name),

    /** `state`: asking, busy, refused or offline; the message is the server's own, where it has one. */
    pairing(state, message = "") {
      this.show("pairing");
      only(all("[data-pairing]"), "pairing", state);
      const words = one(`[data-pairing="${state}"] [data-message]`);
      if (words && message) words.textContent = message;
      one("[data-how-to-pair]").hidden = state === "busy" || state === "offline";
    },

    /** `name` of a camera problem, or null when there is none. */
    problem(name) {
      only(all("[data-problem]"), "problem", name);
      one("[data-problems]").hidden = !name;
      one("[data-guide]").hidden = Boolean(name);
    },
  };
}
