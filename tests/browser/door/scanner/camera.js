/** A camera made of a canvas. No data URL is loaded: the policy of the page would refuse it. */
{
  const SIZE = { width: 1280, height: 720 };
  const FRAME_MS = 50;
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d");
  let picture = null;

  // A canvas that is not drawn anew gives no new frames.
  setInterval(() => {
    context.fillStyle = "#8a8f8c";
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    if (!picture) return;
    const scale = Math.min(SIZE.width / picture.width, SIZE.height / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    context.drawImage(picture, (SIZE.width - width) / 2, (SIZE.height - height) / 2, width, height);
  }, FRAME_MS);

  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(1000 / FRAME_MS);
  globalThis.testCamera = {
    async show(encoded) {
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
      picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    },
    showNothing() {
      picture = null;
    },
  };
}
