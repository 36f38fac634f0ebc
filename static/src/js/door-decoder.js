import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

import { centralFirst } from "./door/central.js";

const OPTIONS = { formats: ["QRCode"], tryHarder: true, tryRotate: false, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 3 };

// Left to itself the library would fetch its wasm from another host.
const start = (wasmBinary) => prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

async function read({ pixels, width, height }) {
  const image = new ImageData(new Uint8ClampedArray(pixels), width, height);
  return centralFirst(await readBarcodes(image, OPTIONS), width, height);
}

onmessage = async ({ data }) => {
  try {
    if (data.wasm) await start(data.wasm);
    postMessage({ codes: data.wasm ? [] : await read(data) });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
