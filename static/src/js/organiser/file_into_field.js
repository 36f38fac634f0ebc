/** Puts the content of a chosen file into a text field: without a script one pastes it there. */
export function fileIntoField(part, page = document) {
  part.hidden = false;
  part.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) page.getElementById(part.dataset.fileInto).value = await file.text();
  });
}
