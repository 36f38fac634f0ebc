/** The interface of the door. What can go wrong has three kinds, because one can do three things. */

/** Nobody answered, or nobody who knows the interface: try again later. */
export class Unreachable extends Error {}

/** This device is not, or no longer, allowed in: pair it again. */
export class Unpaired extends Error {}

/** The server understood and said no: its message tells why, its `code` to a script. */
export class Refused extends Error {
  constructor(message, code = "") {
    super(message);
    this.code = code;
  }
}

const TIMEOUT_MS = 5000;
// Two thousand rows over a poor network, or two hundred scans into a busy database.
const LONG_MS = 20_000;

export function createServer({ token, request = (...call) => fetch(...call), address = "/einlass/api" }) {
  async function call(path, { body, timeout = TIMEOUT_MS } = {}) {
    const response = await answer(`${address}/${path}`, body, timeout);
    // A hotspot's login page answers too, but never in JSON.
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const content = isJson ? await response.json().catch(() => null) : null;
    if (content === null || response.status >= 500 || response.status === 429) throw new Unreachable(content?.error?.message);
    if (response.status === 401) throw new Unpaired(content.error?.message);
    if (!response.ok) throw new Refused(content.error?.message, content.error?.code);
    return content;
  }

  async function answer(url, body, timeout) {
    const headers = { Accept: "application/json" };
    if (token()) headers.Authorization = `Bearer ${token()}`;
    if (body) headers["Content-Type"] = "application/json";
    const options = { method: body ? "POST" : "GET", headers, cache: "no-store", redirect: "error" };
    try {
      return await request(url, { ...options, body: body && JSON.stringify(body), signal: AbortSignal.timeout(timeout) });
    } catch (error) {
      throw new Unreachable(error.message);
    }
  }

  return {
    pair: (secret) => call("pair", { body: { secret } }),
    device: () => call("device"),
    contact: (news) => call("contact", { body: news }),
    list: (since) => call(since ? `list?since=${encodeURIComponent(since)}` : "list", { timeout: LONG_MS }),
    scans: async (entries) => {
      const timeout = entries.length > 1 ? LONG_MS : TIMEOUT_MS;
      return (await call("scans", { body: { scans: entries }, timeout })).results;
    },
  };
}
