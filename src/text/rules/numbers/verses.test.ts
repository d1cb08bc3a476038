import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Read John 3:16.", "Read John three sixteen."],
  ["Read Ps. 23:1-4.", "Read Ps. twenty-three one to four."],
  ["Baca surah Al-Baqarah 2:255.", "Baca surah Al-Baqarah dua dua ratus lima puluh lima."],
])("a chapter and a verse are read one after the other: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});
