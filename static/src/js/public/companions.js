/**
 * `<fieldset data-companions="number_of_tickets">` holds one `[data-companion]` for each possible
 * guest; as many show as tickets are wanted besides one's own. Without a script all of them show.
 */
export function showCompanions(group) {
  const count = group.closest("form").elements[group.dataset.companions];
  if (!count) return;
  const rows = [...group.querySelectorAll("[data-companion]")];
  const update = () => {
    const wanted = Math.max(0, Number(count.value) - 1 || 0);
    rows.forEach((row, index) => {
      row.hidden = index >= wanted;
    });
    group.hidden = wanted === 0;
  };
  const form = group.closest("form");
  form.addEventListener("input", update);
  // A name that is out of sight must not be booked. Not by disabling its field: browsers fill in
  // what is disabled no more when somebody comes back.
  form.addEventListener("formdata", (event) => {
    for (const row of rows.filter((each) => each.hidden)) {
      for (const field of row.querySelectorAll("[name]")) event.formData.delete(field.name);
    }
  });
  update();
  // Who comes back finds the form filled in again: later than this runs, and without an event.
  addEventListener("pageshow", update);
  group.dataset.ready = "";
}
