import { expect, test } from "bun:test";
import { readCases } from "../../../fixtures/textCases.ts";
import { spoken } from "./spoken.fake.ts";

/** A text that matches the `needs` of every group of rules. */
const EVERYTHING = "IVX word, 漢字 第1分元, α, x × 3:4 / 5 - 6% @a.b +1 '90s $ º ½ 0123 比";

test("rulesFor() leaves out only rules that would not read the text", () => {
  for (const { input } of readCases()) {
    const block = input.replaceAll(/\s+/g, " ");
    const [first] = spoken(`${block}\n\n${EVERYTHING}`).split("\n\n");
    expect(first).toBe(spoken(block));
  }
});
