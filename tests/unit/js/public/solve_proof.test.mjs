import assert from "node:assert/strict";
import { test } from "node:test";

import { solve } from "../../../../static/src/js/public/solve_proof.js";

// Made by the library of the server for the number 5.
const challenge = {"parameters": {"algorithm": "PBKDF2/SHA-256", "cost": 20, "keyLength": 32, "keyPrefix": "7b2b6c59fb3d84e50e8c887692e387d1", "nonce": "d44aec63946f15c80d24d2ea636faa75", "salt": "3a8df56104299146217e9ac4ff688550", "keySignature": "5e15a8405c67ef01c0d8d25702534563bdfe3a3471a9a4f51d8b0cd580f757f9", "expiresAt": 1900000000, "data": {"form": "a"}}, "signature": "c715b94a129f59c4f20192b873eb94d599ef0cca4ccca637b4018b76c622f6b9"};

test("what the server hid is found", async () => {
  const sent = JSON.parse(atob(await solve(challenge)));
  assert.equal(sent.solution.counter, 5);
  assert.ok(sent.solution.derivedKey.startsWith(challenge.parameters.keyPrefix));
  assert.deepEqual(sent.challenge, challenge);
});

test("nobody works for ever", async () => {
  await assert.rejects(solve(challenge, 5));
});
