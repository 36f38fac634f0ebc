/**
 * `<fieldset data-companions="number_of_tickets">` holds one `[data-companion]` for each possible
 * guest; as many show as tickets are wanted besides one's own. Without a script all of them show.
 *
 * @param {HTMLFieldSetElement} group
 */
export function showCompanions(group) {
  const form = group.form;
  const count = form?.elements.namedItem(group.dataset.companions ?? "");
  if (!form || !(count instanceof HTMLInputElement || count instanceof HTMLSelectElement)) return;
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll("[data-companion]"))];
  const update = () => {
    const wanted = Math.max(0, Number(count.value) - 1 || 0);
    rows.forEach((row, index) => {
      row.hidden = index >= wanted;
    });
    group.hidden = wanted === 0;
  };
  form.addEventListener("input", update);
  // A name that is out of sight must not be booked. Not by disabling its field: browsers fill in
  // what is disabled no more when somebody comes back.
  form.addEventListener("formdata", (event) => {
    for (const row of rows.filter((each) => each.hidden)) {
      for (const field of row.querySelectorAll("[name]")) event.formData.delete(field.getAttribute("name") ?? "");
    }
  });
  update();
  // Who comes back finds the form filled in again: later than this runs, and without an event.
  addEventListener("pageshow", update);
  group.dataset.ready = "";
}
