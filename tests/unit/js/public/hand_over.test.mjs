import assert from "node:assert/strict";
import { test } from "node:test";

import { offerHandOver } from "../../../../static/src/js/public/hand_over.js";
import { eventOf, Piece } from "../elements.mjs";

const real = Object.getOwnPropertyDescriptor(globalThis, "navigator");
const restore = () => (real ? Object.defineProperty(globalThis, "navigator", real) : delete globalThis.navigator);

/** A test with a navigator of its own: all files run in one process. */
const check = (name, body) =>
  test(name, async () => {
    try {
      await body();
    } finally {
      restore();
    }
  });

const HREF = "https://tickets.example.org/t/abc";

function part(navigator) {
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  const pieces = {
    link: new Piece({ href: HREF }),
    buttons: new Piece({ hidden: true }),
    copy: new Piece(),
    share: new Piece(),
    said: new Piece(),
  };
  const found = Object.fromEntries(Object.entries(pieces).map(([name, piece]) => [`[data-${name}]`, piece]));
  offerHandOver(new Piece({ dataset: { copied: "Kopiert", title: "Ihr Ticket" }, found }));
  return pieces;
}

const clipboard = (writeText) => ({ clipboard: { writeText } });
const settled = () => new Promise(setImmediate);

check("only what the browser can do is offered", () => {
  const shown = (navigator) => {
    const { buttons, copy, share } = part(navigator);
    return [buttons, copy, share].map((each) => !each.hidden);
  };
  assert.deepEqual(shown({}), [false, false, false]);
  assert.deepEqual(shown(clipboard(async () => {})), [true, true, false]);
  assert.deepEqual(shown({ share: async () => {} }), [true, false, true]);
});

check("the link is copied, and only then it is said", async () => {
  const copied = [];
  let done;
  const { copy, said } = part(clipboard((text) => {
    copied.push(text);
    return new Promise((resolve) => (done = resolve));
  }));
  copy.dispatchEvent(eventOf("click"));
  await settled();
  assert.equal(said.textContent, "");
  done();
  await settled();
  assert.deepEqual([copied, said.textContent], [[HREF], "Kopiert"]);
});

check("where copying is not allowed, the link has the focus and nothing is claimed", async () => {
  const { copy, link, said } = part(clipboard(() => Promise.reject(new Error("NotAllowedError"))));
  copy.dispatchEvent(eventOf("click"));
  await settled();
  assert.deepEqual([link.focused, said.textContent], [1, ""]);
});

check("the system is handed the link and its title, and who closes its sheet sees no fault", async () => {
  const shared = [];
  const { share } = part({
    share: (what) => {
      shared.push(what);
      return Promise.reject(new Error("AbortError"));
    },
  });
  share.dispatchEvent(eventOf("click"));
  // An unhandled rejection would fail this file.
  await settled();
  assert.deepEqual(shared, [{ title: "Ihr Ticket", url: HREF }]);
});
