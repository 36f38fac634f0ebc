/** The secret of a pairing link in what was read from its code. */
import { hashOf } from "../ui/link_field.js";
import { secretIn } from "../net/pairing.js";

/** Null for anything that is no whole link. */
export const secretInText = (text) => (/^https?:\/\/\S+$/i.test(text.trim()) ? secretIn(hashOf(text)) : null);
