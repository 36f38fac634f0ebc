/** The slim bar: connection, device and event, how many are in. */
export function createBar(root, say) {
  const part = (name) => root.querySelector(`[data-bar="${name}"]`);

  return {
    show({ online, about }) {
      part("online").hidden = !online;
      part("offline").hidden = online;
      if (!about) return;
      part("device").textContent = about.device.name;
      part("event").textContent = about.event.title;
      const { inside, expected } = about;
      part("counts").textContent = inside === undefined ? "" : `${inside} / ${expected}`;
      part("counts-spoken").textContent = inside === undefined ? "" : say("counts", { inside, expected });
    },
  };
}
