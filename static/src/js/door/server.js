/** The scan interface. What can go wrong has three kinds, because the helper can do three things. */

/** Nobody answered, or nobody who knows the interface: try again later. */
export class Unreachable extends Error {}

/** This device is not, or no longer, allowed in: pair it again. */
export class Unpaired extends Error {}

/** The server understood and said no: its message tells why. */
export class Refused extends Error {}

const TIMEOUT_MS = 5000;

export function createServer({ token, request = (...call) => fetch(...call), address = "/einlass/api" }) {
  async function call(path, body) {
    const response = await answer(`${address}/${path}`, body);
    // A hotspot's login page answers too, but never in JSON.
    const isJson = response.headers.get("Content-Type")?.includes("json");
    const content = isJson ? await response.json().catch(() => null) : null;
    if (content === null || response.status >= 500 || response.status === 429) throw new Unreachable(content?.error?.message);
    if (response.status === 401) throw new Unpaired(content.error?.message);
    if (!response.ok) throw new Refused(content.error?.message);
    return content;
  }

  async function answer(url, body) {
    const headers = { Accept: "application/json" };
    if (token()) headers.Authorization = `Bearer ${token()}`;
    if (body) headers["Content-Type"] = "application/json";
    const options = { method: body ? "POST" : "GET", headers, cache: "no-store", redirect: "error" };
    try {
      return await request(url, { ...options, body: body && JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new Unreachable(error.message);
    }
  }

  return {
    pair: (secret) => call("pair", { secret }),
    device: () => call("device"),
    scans: async (entries) => (await call("scans", { scans: entries })).results,
  };
}
