import assert from "node:assert/strict";
import { test } from "node:test";

import { focusErrorSummary } from "../../../../static/src/js/public/error_summary.js";
import { eventOf, Piece } from "../elements.mjs";

/** A page with a summary; `target` is what its one link names. */
function page(target, hash = "#e%2Dmail") {
  const summary = new Piece();
  const root = new Piece({ found: { "[data-error-summary]": summary }, getElementById: (id) => (id === "e-mail" ? target : null) });
  focusErrorSummary(root);
  const click = (on = new Piece({ is: ["a[href^='#']"], hash })) => {
    const event = eventOf("click", { target: on });
    summary.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { click, summary };
}

function box(target) {
  const frame = new Piece({ seen: 0 });
  frame.scrollIntoView = () => (frame.seen += 1);
  target.closest = (selector) => (selector.includes(".kern-form-input") && selector.includes(".kern-fieldset") ? frame : null);
  return frame;
}

test("the list of errors is read first; a page without one is left alone", () => {
  assert.equal(page(null).summary.focused, 1);
  focusErrorSummary(new Piece());
});

test("its link leads into the field, and shows what stands above it", () => {
  const field = new Piece();
  const frame = box(field);
  assert.ok(page(field).click());
  assert.deepEqual([field.focused, frame.seen], [1, 1]);
});

test("of a group the first field is entered", () => {
  const first = new Piece();
  const group = new Piece({ is: ["fieldset"], found: { input: first } });
  box(group);
  assert.ok(page(group).click());
  assert.deepEqual([first.focused, group.focused], [1, 0]);
});

test("a field without a frame is scrolled to itself", () => {
  const field = new Piece({ seen: 0 });
  field.scrollIntoView = () => (field.seen += 1);
  assert.ok(page(field).click());
  assert.deepEqual([field.focused, field.seen], [1, 1]);
});

test("what leads nowhere here is the browser's", () => {
  assert.ok(!page(new Piece(), "#other").click());
  assert.ok(!page(new Piece()).click(new Piece()));
});
