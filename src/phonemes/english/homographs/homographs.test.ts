import { expect, test } from "bun:test";
import { createHomographReader } from "./homographs.ts";

/** A tagger that calls each piece by its own name. */
const read = createHomographReader((tokens) => tokens.map((token) => token.toUpperCase()));

test("one reading is returned for each token, whatever pieces the tagger gets", () => {
  expect(read(["Tom's", "well-read", "aunt", "can't", "lie", "."]).map(({ tag }) => tag)).toEqual([
    "TOM",
    "WELL",
    "AUNT",
    "CA",
    "LIE",
    ".",
  ]);
});
