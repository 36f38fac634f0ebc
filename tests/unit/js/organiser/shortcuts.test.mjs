/** Letters that accept, put on the wait list and decline, on the page of what is decided next. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { shortcuts } from "../../../../static/src/js/organiser/shortcuts.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

/** The page with a button for `a` and a switch; returns what the test looks at. */
function page({ kept = null, storage = undefined } = {}) {
  const accept = new Piece();
  const label = new Piece({ textContent: "Kürzel ausschalten" });
  const button = new Piece({ dataset: { off: "Kürzel einschalten" }, found: { span: label } });
  const line = new Piece({ hidden: true, found: { button } });
  const root = new Piece({ found: { "[data-shortcuts-switch]": line, '[data-shortcut="a"]': accept } });
  const stored = new Map(kept ? [["ortenaudigital-shortcuts", kept]] : []);
  standIn({ document: new EventTarget() });
  shortcuts(root, storage ?? { getItem: (name) => stored.get(name) ?? null, setItem: (name, value) => stored.set(name, value) });
  const press = (key, more = {}) => {
    const event = eventOf("keydown", { key, target: new Piece(), ...more });
    document.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { accept, button, label, line, press, root, stored };
}

test("a letter presses its button, once, whether it is large or small", () => {
  const { accept, press } = page();
  assert.ok(press("a"));
  assert.equal(accept.clicks, 1);
  assert.ok(press("A"));
  assert.equal(accept.clicks, 2);
});

test("a letter that names no button is the browser's", () => {
  const { accept, press } = page();
  for (const key of ["b", "Enter", "Tab", "Escape", " "]) assert.ok(!press(key), key);
  assert.equal(accept.clicks, 0);
});

for (const held of ["ctrlKey", "metaKey", "altKey", "repeat"]) {
  test(`with ${held} nobody means the button`, () => {
    const { accept, press } = page();
    assert.ok(!press("a", { [held]: true }));
    assert.equal(accept.clicks, 0);
  });
}

for (const target of [new Piece({ is: ["input"] }), new Piece({ is: ["textarea"] }), new Piece({ is: ["select"] }), new Piece({ isContentEditable: true })]) {
  test(`who types into ${target.is[0] ?? "an editable text"} decides about nobody`, () => {
    const { accept, press } = page();
    assert.ok(!press("a", { target }));
    assert.equal(accept.clicks, 0);
  });
}

test("they are switched off and on again, and that is kept", () => {
  const { accept, button, label, line, press, root, stored } = page();
  assert.ok(!line.hidden);
  button.click();
  assert.ok(!press("a"));
  assert.equal(accept.clicks, 0);
  assert.deepEqual([label.textContent, root.classes.has("without-shortcuts")], ["Kürzel einschalten", true]);
  assert.equal(stored.get("ortenaudigital-shortcuts"), "off");
  button.click();
  assert.ok(press("a"));
  assert.deepEqual([label.textContent, root.classes.has("without-shortcuts")], ["Kürzel ausschalten", false]);
  assert.equal(stored.get("ortenaudigital-shortcuts"), "on");
});

test("who switched them off finds them off", () => {
  const { accept, label, press } = page({ kept: "off" });
  assert.ok(!press("a"));
  assert.equal(accept.clicks, 0);
  assert.equal(label.textContent, "Kürzel einschalten");
});

test("a browser that keeps nothing has them, and can switch them off", () => {
  const refuse = () => {
    throw new Error("denied");
  };
  const { accept, button, press } = page({ storage: { getItem: refuse, setItem: refuse } });
  assert.ok(press("a"));
  button.click();
  assert.ok(!press("a"));
  assert.equal(accept.clicks, 1);
});
