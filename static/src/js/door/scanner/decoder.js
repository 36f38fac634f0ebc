/** @typedef {import("./code_positions.js").Code} Code */

/** The reader of QR codes, in a thread of its own so that the screen never waits for it. @param {string} workerUrl @param {string} wasmUrl */
export function createDecoder(workerUrl, wasmUrl) {
  const worker = new Worker(workerUrl, { type: "module" });
  /** @type {{ resolve(codes: Code[]): void, reject(error: Error): void } | null} */
  let waiting = null;

  /** @type {(message: object, transfer: Transferable[]) => Promise<Code[]>} */
  const exchange = (message, transfer) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.postMessage(message, transfer);
    });
  worker.onmessage = ({ data }) => (data.error ? waiting?.reject(new Error(data.error)) : waiting?.resolve(data.codes));
  worker.onerror = (event) => waiting?.reject(new Error(event.message || "the decoder did not start"));

  return {
    /** The page fetches for the worker, whose own requests the service worker does not see. */
    async start() {
      const response = await fetch(wasmUrl);
      if (!response.ok) throw new Error(`${wasmUrl}: ${response.status}`);
      const wasm = await response.arrayBuffer();
      return exchange({ wasm }, [wasm]);
    },
    /** Resolves to the codes in an ImageData, as `nearestFirst` gives them. */
    decode: (/** @type {ImageData} */ { data, width, height }) => exchange({ pixels: data.buffer, width, height }, [data.buffer]),
    stop: () => worker.terminate(),
  };
}
