/** A camera made of a canvas. No data URL is loaded: the policy of the page would refuse it. */
{
  const SHOWING = { width: 1280, height: 720, frameMs: 50 };
  // Most phones of the tests look at nothing: frames of nothing that are few and small cost a fifth.
  const IDLE = { width: 320, height: 180, frameMs: 500 };
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  let picture = null;
  let next = 0;

  // A canvas that is not drawn anew gives no new frames.
  function draw() {
    const { width, height, frameMs } = picture ? SHOWING : IDLE;
    clearTimeout(next);
    next = setTimeout(draw, frameMs);
    if (canvas.width !== width) Object.assign(canvas, { width, height });
    context.fillStyle = "#8a8f8c";
    context.fillRect(0, 0, width, height);
    if (!picture) return;
    const scale = Math.min(width / picture.width, height / picture.height);
    const [shownWidth, shownHeight] = [picture.width * scale, picture.height * scale];
    context.drawImage(picture, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
  }
  draw();

  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(1000 / SHOWING.frameMs);
  globalThis.testCamera = {
    async show(encoded) {
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
      picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      draw();
    },
    showNothing() {
      picture = null;
      draw();
    },
  };
}
