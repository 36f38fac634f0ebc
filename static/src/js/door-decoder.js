import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

import { nearestFirst } from "./door/scanner/code_positions.js";

// All codes in the picture, also those that cannot be read: the one in the middle is among them.
/** @type {import("zxing-wasm/reader").ReaderOptions} */
const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryRotate: false, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 255, returnErrors: true };

// Left to itself the library would fetch its wasm from another host.
/** @param {ArrayBuffer} wasmBinary */
const start = (wasmBinary) => prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

/** @param {{ pixels: ArrayBuffer, width: number, height: number }} picture */
async function read({ pixels, width, height }) {
  const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
  return nearestFirst(await readBarcodes(image, OPTIONS), width, height);
}

self.onmessage = async ({ data }) => {
  try {
    if (data.wasm) await start(data.wasm);
    postMessage({ codes: data.wasm ? [] : await read(data) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
