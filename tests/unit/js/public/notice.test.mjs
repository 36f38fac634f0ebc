import assert from "node:assert/strict";
import test from "node:test";

import { withoutNotice } from "../../../../static/src/js/public/notice.js";

test("an address loses the word that was said, and nothing else", () => {
  const page = "https://tickets.example.org/buchung/abc";
  assert.equal(withoutNotice(`${page}?hinweis=storniert`), page);
  assert.equal(withoutNotice(`${page}?lang=fr&hinweis=storniert#names`), `${page}?lang=fr#names`);
  assert.equal(withoutNotice(page), page);
});
