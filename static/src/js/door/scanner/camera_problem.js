/** Which explanation fits when the camera cannot be had: the name of a `<section data-problem>`. */
export function problemOf(error, isSecure) {
  if (!isSecure) return "insecure";
  if (["NotAllowedError", "SecurityError"].includes(error?.name)) return "denied";
  if (["NotFoundError", "OverconstrainedError"].includes(error?.name)) return "missing";
  return "busy";
}
