/** A name is dropped onto a slot of the table, or onto a stand of the plan. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { placing } from "../../../../static/src/js/organiser/placing.js";
import { eventOf, Piece, standIn } from "../elements.mjs";

standIn({ location: { href: "https://example.org/orga/messe/belegung" } });

function page() {
  const [slot, exhibitor] = [new Piece(), new Piece()];
  const fields = { slot, exhibitor };
  const form = new Piece({ sent: 0, elements: { namedItem: (name) => fields[name] } });
  form.submit = () => (form.sent += 1);
  const link = new Piece({ draggable: true });
  const name = new Piece({ dataset: { exhibitor: "reb" }, found: { a: link } });
  const cell = new Piece({ dataset: { slot: "7" } });
  const stand = new Piece({ href: { baseVal: "/orga/messe/belegung?zelle=9&plan=2027-10-01" } });
  const hint = new Piece({ attributes: new Map([["hidden", ""]]) });
  const root = new Piece({
    found: { "[data-placing-form]": form, "[data-placing-hint]": hint, "[data-exhibitor]": [name], "[data-slot]": [cell], "a[data-stand]": [stand] },
  });
  placing(root);
  return { cell, exhibitor, form, hint, link, name, root, slot, stand };
}

/** Drag what `from` hands out onto a target. */
function drag(from, onto) {
  const carried = new Map();
  const dataTransfer = { get types() { return [...carried.keys()]; }, setData: (kind, text) => carried.set(kind, text), getData: (kind) => carried.get(kind) ?? "" };
  from?.dispatchEvent(eventOf("dragstart", { dataTransfer }));
  const over = eventOf("dragover", { dataTransfer });
  onto.dispatchEvent(over);
  onto.dispatchEvent(eventOf("drop", { dataTransfer }));
  return over.defaultPrevented;
}

test("names can be dragged, and the links in them stay links", () => {
  const { hint, link, name } = page();
  assert.deepEqual([name.draggable, link.draggable, hint.getAttribute("hidden")], [true, false, null]);
});

for (const [where, number] of [["cell", "7"], ["stand", "9"]]) {
  test(`a name on a ${where} sends the form with both, once`, () => {
    const all = page();
    assert.ok(drag(all.name, all[where]));
    assert.deepEqual([all.slot.value, all.exhibitor.value, all.form.sent], [number, "reb", 1]);
    assert.ok(!all[where].classes.has("slot--over"));
  });
}

test("what is no name sends nothing", () => {
  const { cell, form } = page();
  assert.ok(!drag(null, cell));
  // A link is dragged as its address.
  const link = new Piece();
  link.addEventListener("dragstart", ({ dataTransfer }) => dataTransfer.setData("text/plain", "https://example.org/"));
  assert.ok(!drag(link, cell));
  assert.equal(form.sent, 0);
});

test("who may only look has nothing to drag", () => {
  const name = new Piece({ dataset: { exhibitor: "reb" } });
  placing(new Piece({ found: { "[data-exhibitor]": [name] } }));
  assert.equal(name.draggable, undefined);
});
