/**
 * `<form data-questions>`: questions of ticket types stand in `[data-asked-of=TYPE]`, each in
 * `[data-question=NAME]`. Those of the chosen type show, and of these the ones that are asked: a
 * question with `data-only-if=NAME` only after one of `data-answers`. Without a script all of them
 * show, with the condition written below; the server decides in any case.
 *
 * @param {HTMLFormElement} form
 */
export function askQuestions(form) {
  const groups = [.../** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-asked-of]"))];
  const questions = [.../** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-question]"))];
  if (!questions.length) return;
  for (const words of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-condition]"))) words.hidden = true;

  const update = () => {
    const sent = new FormData(form);
    const chosen = sent.get("ticket_type");
    for (const group of groups) group.hidden = group.dataset.askedOf !== chosen;
    /** @type {Set<string>} */
    const asked = new Set();
    // From top to bottom: what is not asked counts as not answered.
    for (const question of questions) {
      const { question: name = "", onlyIf, answers = "" } = question.dataset;
      const given = onlyIf && asked.has(onlyIf) ? answersTo(onlyIf) : [];
      const shown = !onlyIf || answers.split(" ").some((answer) => given.includes(answer));
      question.hidden = !shown;
      if (shown) asked.add(name);
    }
  };

  /** @param {string} name */
  const answersTo = (name) => {
    const fields = [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name="${name}"]`))];
    return fields.filter((field) => field.checked || field.tagName === "SELECT").map((field) => field.value);
  };

  form.addEventListener("input", update);
  update();
  // Who comes back finds the form filled in again: later than this runs, and without an event.
  addEventListener("pageshow", update);
}
