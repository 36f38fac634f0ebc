/** Two cameras, of which one has a light. Comes after camera.js, which gives the picture. */
{
  const CAMERAS = { back: { torch: true }, front: {} };
  const open = navigator.mediaDevices.getUserMedia;
  const state = { torch: false, opened: [] };

  navigator.mediaDevices.getUserMedia = async ({ video }) => {
    const deviceId = video.deviceId?.exact ?? "back";
    state.opened.push(deviceId);
    const stream = await open();
    const [track] = stream.getVideoTracks();
    track.getCapabilities = () => CAMERAS[deviceId];
    track.getSettings = () => ({ deviceId });
    track.applyConstraints = async ({ advanced: [{ torch }] }) => {
      state.torch = torch;
    };
    return stream;
  };
  navigator.mediaDevices.enumerateDevices = async () => Object.keys(CAMERAS).map((deviceId) => ({ kind: "videoinput", deviceId, label: deviceId }));
  globalThis.testCameras = state;
}
