import { expect, test } from "bun:test";
import { trace } from "../text/spans.ts";
import { wordsOf } from "../text/words.ts";
import { SPELLING } from "./spelling.fake.ts";
import { withChinese } from "./withChinese.ts";

const phonemiser = withChinese(SPELLING);

function symbols(text: string, language: "en" | "ms" | "zh"): string {
  return phonemiser.phonemes({ text, words: wordsOf(trace(text)), language }).symbols;
}

test("a text with Han characters is read as Chinese, other words by the phonemiser", () => {
  expect(symbols("你好，world。", "zh")).toBe("ni↓xau↓, world.");
  expect(symbols("Say 你好!", "en")).toBe("Say ni↓xau↓!");
});

test("a text without Han characters is read by the phonemiser alone", () => {
  expect(symbols("Selamat — pagi", "ms")).toBe("Selamat — pagi");
});
