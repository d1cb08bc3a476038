import { expect, test } from "bun:test";
import { wordWithSigns } from "./touching.ts";

/** Returns the words of `text` with their signs; a word is a row of letters and digits. */
function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}']+/gu), ({ 0: word, index }) =>
    wordWithSigns(text, { start: index, end: index + word.length }),
  );
}

test("words with their signs, joined with blanks, are the text", () => {
  const text = 'Oh, "hi" (you there)... **Why** not? It\'s «fine»: 5% off!';
  expect(wordsOf(text).join(" ")).toBe(text);
});

test("a sign between two words belongs to one of them", () => {
  expect(wordsOf("well-known f(x) a/b 好。你")).toEqual([
    "well-",
    "known",
    "f",
    "(x)",
    "a/",
    "b",
    "好。",
    "你",
  ]);
});

test("a sign alone belongs to no word, and a long row of signs is cut", () => {
  expect(wordsOf("yes — no")).toEqual(["yes", "no"]);
  expect(wordsOf(`wow${"!".repeat(50)} ok`)[0]).toBe(`wow${"!".repeat(8)}`);
});
