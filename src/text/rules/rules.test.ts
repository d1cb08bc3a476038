import { expect, test } from "bun:test";
import { readCases } from "../../../fixtures/textCases.ts";
import { spoken } from "./spoken.fake.ts";

/** Has what every group of rules needs. */
const EVERYTHING = "IVX word, 漢字 第1分元, α, x × 3:4 / 5 - 6% @a.b +1 '90s $ º ½ 0123 比";

test("rules that a text is said not to need would not read it", () => {
  for (const { input } of readCases()) {
    const block = input.replaceAll(/\s+/g, " ");
    const [first] = spoken(`${block}\n\n${EVERYTHING}`).split("\n\n");
    expect(first).toBe(spoken(block));
  }
});
