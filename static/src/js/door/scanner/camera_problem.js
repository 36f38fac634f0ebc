/** Which explanation fits when the camera cannot be had: the name of a `<section data-problem>`. @param {unknown} error @param {boolean} isSecure */
export function problemOf(error, isSecure) {
  if (!isSecure) return "insecure";
  const { name } = /** @type {{ name?: string }} */ (error ?? {});
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}
