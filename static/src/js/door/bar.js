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
      const { inside, expected, day } = about;
      // On a day without the event nobody is expected, and nothing is known before the first answer.
      part("inside").hidden = !day || inside === undefined;
      part("counts").textContent = `${inside} / ${expected}`;
      part("counts-spoken").textContent = say("counts", { inside, expected });
    },
  };
}
