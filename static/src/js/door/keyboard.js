/**
 * A hand-held scanner is a keyboard that types faster than anybody and ends with Enter.
 */
const FASTEST_TYPIST_MS = 80;
const PAUSE_BEFORE_ENTER_MS = 300;
const SHORTEST_CODE = 8;

/** Returns `press(key, at)`, which gives the code once its Enter was pressed, else null. */
export function createKeyReader() {
  let text = "";
  let last = -Infinity;

  return (key, at) => {
    const pause = at - last;
    last = at;
    if (key === "Enter") {
      const read = pause <= PAUSE_BEFORE_ENTER_MS && text.length >= SHORTEST_CODE ? mendLayout(text) : null;
      text = "";
      return read;
    }
    if (pause > FASTEST_TYPIST_MS) text = "";
    if (key.length === 1) text += key;
    return null;
  };
}

const AMERICAN = { Ö: ":", ö: ":", "-": "/", ß: "-", "?": "_", y: "z", z: "y", Y: "Z", Z: "Y" };

/** Most scanners leave the factory with an American layout, which a German device reads wrongly. */
export function mendLayout(text) {
  if (!/^https?ö--|ß/i.test(text)) return text;
  return [...text].map((sign) => AMERICAN[sign] ?? sign).join("");
}
