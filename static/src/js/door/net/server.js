/** The interface of the door. What can go wrong has few kinds, because one can do few things. */
import { areResultsFor, isOurs, isPageAfter, isPairing, isState } from "./shapes.js";
import { within } from "./timeout.js";

/** @typedef {{ response: Response, isJson: boolean, content: unknown }} Answer */

/**
 * Nobody answered, or nobody who knows the interface: try again later. `isPortal` says that it looks
 * like a network that wants somebody to log in first.
 */
export class Unreachable extends Error {
  /** @param {string} message @param {{ isPortal?: boolean }} options */
  constructor(message, { isPortal = false } = {}) {
    super(message);
    this.isPortal = isPortal;
  }
}

/** The server, or what stands before it, broke over this question: the question may be the cause. */
export class Failed extends Unreachable {}

/** This device is not, or no longer, allowed in: pair it again. */
export class Unpaired extends Error {
  /** `token` is the one that was refused: another pairing may hold by now. @param {string} message @param {string} [token] */
  constructor(message, token) {
    super(message);
    this.token = token;
  }
}

/**
 * The server understood and said no: its message tells why, its `code` to a script. `entries` maps
 * the ids of entries at fault to what is wrong with each, where it is about those.
 */
export class Refused extends Error {
  /** @param {string} message @param {string} code @param {{ scan_id: string, message: string }[]} entries */
  constructor(message, code = "", entries = []) {
    super(message);
    this.code = code;
    this.entries = new Map(entries.map((each) => [each.scan_id, each.message]));
  }
}

const TIMEOUT_MS = 5000;
// Two thousand rows over a poor network, or two hundred scans into a busy database.
const LONG_MS = 20_000;
const NETWORK_LOGIN = 511;

/** @param {object} parts @param {() => string | undefined} parts.token @param {typeof fetch} [parts.request] @param {string} [parts.address] */
export function createServer({ token, request = (...call) => fetch(...call), address = "/einlass/api" }) {
  /**
   * `as` is a token other than that of the pairing that holds; `is` tests the answer's shape.
   * @template Content
   * @param {string} path
   * @param {{ is: (value: unknown) => value is Content, body?: object, as?: string | null, timeout?: number }} how
   * @returns {Promise<Content>}
   */
  async function call(path, { is, body, as = token(), timeout = TIMEOUT_MS }) {
    const { response, isJson, content } = await answer(`${address}/${path}`, body, as, timeout);
    if (!isOurs(content)) throw foreign(response, isJson && content === null);
    const { message = "", code = "", entries = [] } = errorOf(content);
    if (response.ok) {
      if (!is(content)) throw new Unreachable("an answer of another shape");
      return content;
    }
    if (response.status >= 500) throw new Failed(message);
    if (response.status === 429) throw new Unreachable(message);
    if (response.status === 401 && code === "device_refused") throw new Unpaired(message, as ?? undefined);
    throw new Refused(message, code, entries);
  }

  /**
   * A redirect is not followed: ours answers where it is asked, only a login page leads elsewhere.
   * @type {(url: string, body: object | undefined, as: string | null | undefined, timeout: number) => Promise<Answer>}
   */
  function answer(url, body, as, timeout) {
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (as) headers.Authorization = `Bearer ${as}`;
    if (body) headers["Content-Type"] = "application/json";
    /** @type {RequestInit} */
    const options = { method: body ? "POST" : "GET", headers, cache: "no-store", redirect: "manual", body: body && JSON.stringify(body) };
    return within(timeout, async (signal) => {
      try {
        const response = await request(url, { ...options, signal });
        const isJson = Boolean(response.headers.get("Content-Type")?.includes("json"));
        return { response, isJson, content: isJson ? await response.json().catch(() => null) : null };
      } catch (error) {
        throw new Unreachable(error instanceof Error ? error.message : "");
      }
    });
  }

  return {
    pair: (/** @type {string} */ secret) => call("pair", { body: { secret }, is: isPairing }),
    device: () => call("device", { is: isState }),
    contact: (/** @type {object} */ news) => call("contact", { body: news, is: isState }),
    list: (/** @type {string | null} */ since) => call(since ? `list?since=${encodeURIComponent(since)}` : "list", { timeout: LONG_MS, is: isPageAfter(since) }),
    /** @type {(entries: { scan_id: string }[], as?: string | null) => Promise<import("../domain/types.js").ServerResult[]>} */
    scans: async (entries, as) => {
      const timeout = entries.length > 1 ? LONG_MS : TIMEOUT_MS;
      return (await call("scans", { body: { scans: entries }, as, timeout, is: areResultsFor(entries) })).results;
    },
  };
}

/** @param {{ error?: { message?: string, code?: string, entries?: { scan_id: string, message: string }[] } }} content of an answer of ours */
const errorOf = ({ error = {} }) => error;

/** What somebody else answered: a login page for a network, a gateway, or our words cut off. @param {Response} response @param {boolean} isCut */
function foreign({ ok, status, type, redirected }, isCut) {
  if (status >= 500 && status !== NETWORK_LOGIN) return new Failed(`a gateway's ${status}`);
  const isPortal = (ok && !isCut) || type === "opaqueredirect" || Boolean(redirected) || status === NETWORK_LOGIN;
  return new Unreachable("not our server", { isPortal });
}
