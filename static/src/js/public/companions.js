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
      // A name that is out of sight must not be booked.
      for (const field of row.querySelectorAll("input, select, textarea")) field.disabled = row.hidden;
    });
    group.hidden = wanted === 0;
  };
  group.closest("form").addEventListener("input", update);
  update();
  group.dataset.ready = "";
}
