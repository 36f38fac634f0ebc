/** Has the picture read for as long as it is wanted; a reader that broke is replaced. */
import { createDecoder } from "./decoder.js";
import { readFrames } from "./frames.js";
import { wait } from "../../shared/wait.js";

const BREATHER_MS = 1000;

/**
 * `onFailure()` when the reader cannot even be loaded.
 * @param {HTMLVideoElement} video
 * @param {{ decoder?: string, wasm?: string }} addresses
 * @param {{ onCodes(codes: import("./code_positions.js").Code[]): void, onFailure(): void }} on
 */
export function createCodeReader(video, { decoder: decoderUrl = "", wasm: wasmUrl = "" }, { onCodes, onFailure }) {
  /** @type {AbortController | null} */
  let running = null;

  /** @param {AbortSignal} signal */
  async function run(signal) {
    while (!signal.aborted) {
      const decoder = createDecoder(decoderUrl, wasmUrl);
      try {
        await decoder.start();
      } catch {
        decoder.stop();
        stop();
        return onFailure();
      }
      await readFrames(video, decoder.decode, onCodes, signal).catch(() => wait(BREATHER_MS));
      decoder.stop();
    }
  }

  function stop() {
    running?.abort();
    running = null;
  }

  return {
    start() {
      if (running) return;
      running = new AbortController();
      run(running.signal);
    },
    stop,
  };
}
