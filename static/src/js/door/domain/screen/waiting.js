/** Scans that came while another one was being checked, in their order. Pure. */
import { readCode } from "../../codes/codes.js";

const MOST = 20;

/**
 * The trigger is pulled again while nothing happens: the same code twice in a row is one scan.
 * @type {(a: string | null, b: string) => boolean}
 */
const isSame = (a, b) => a !== null && (readCode(a) ?? a) === (readCode(b) ?? b);

/**
 * `running` is the code that is being checked now, or null.
 * @type {(waiting: readonly string[], text: string, running?: string | null) => readonly string[]}
 */
export const enqueue = (waiting, text, running = null) => (isSame(waiting.at(-1) ?? running, text) || waiting.length >= MOST ? waiting : [...waiting, text]);
