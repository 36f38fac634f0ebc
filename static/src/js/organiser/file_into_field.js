/**
 * Reads text as UTF-8, else as spreadsheets on Windows save it.
 *
 * @param {ArrayBuffer} bytes
 */
export function decoded(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Puts the content of a chosen file into a text field: without a script one pastes it there.
 *
 * @param {HTMLElement} part
 */
export function fileIntoField(part, page = document) {
  part.hidden = false;
  const chosen = part.querySelector("input");
  const field = page.getElementById(part.dataset.fileInto ?? "");
  if (!chosen || !(field instanceof HTMLTextAreaElement)) return;
  chosen.addEventListener("change", async () => {
    const file = chosen.files?.[0];
    if (file) field.value = decoded(await file.arrayBuffer());
  });
}
