import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "The order was for 12 500 bolts (not 12 050).",
    "The order was for twelve thousand five hundred bolts (not twelve thousand fifty).",
  ],
  [
    "Dari 1 250 000 hingga 3 405 orang.",
    "Dari satu juta dua ratus lima puluh ribu hingga tiga ribu empat ratus lima orang.",
  ],
])("a group after a blank counts once the text has such groups: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("a single group after a blank is a separate number without another number that has groups", () => {
  expect(spoken("We sat in rows 12 050 there.")).not.toContain("thousand");
});
