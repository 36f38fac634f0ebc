import assert from "node:assert/strict";
import { test } from "node:test";

import { problemOf } from "../../../../../static/src/js/door/scanner/camera_problem.js";
import { remembered } from "../../../../../static/src/js/door/storage/memory.js";
import { secretIn } from "../../../../../static/src/js/door/codes/pairing_link.js";

const SECRET = `${"Yk3-".repeat(10)}abc`;

test("the secret is found in a pairing link only", () => {
  assert.equal(secretIn(`#koppeln=${SECRET}`), SECRET);
  for (const hash of ["", "#main", "#koppeln=", "#koppeln=short", `#koppeln=${SECRET}<`]) assert.equal(secretIn(hash), null);
});

for (const [name, isSecure, problem] of [
  ["NotAllowedError", true, "denied"],
  ["NotFoundError", true, "missing"],
  ["OverconstrainedError", true, "missing"],
  ["NotReadableError", true, "busy"],
  ["TypeError", false, "insecure"],
]) {
  test(`${name} is explained as ${problem}`, () => assert.equal(problemOf({ name }, isSecure), problem));
}

test("a browser that stores nothing still remembers while the page lives", () => {
  const full = {
    getItem: () => null,
    setItem() {
      throw new Error("QuotaExceededError");
    },
    removeItem: () => {},
  };
  const camera = remembered("camera", full);
  camera.set("back");
  assert.equal(camera.get(), "back");
  camera.forget();
  assert.equal(camera.get(), null);
});

test("what is stored but broken counts as nothing", () => {
  assert.equal(remembered("device", { getItem: () => "{" }).get(), null);
});
