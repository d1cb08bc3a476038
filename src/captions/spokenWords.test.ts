import { expect, test } from "bun:test";
import { marksOf } from "./marks.fake.ts";
import { createSpokenWords, type SpokenWord } from "./spokenWords.ts";

function wordsOf(text: string): SpokenWord[] {
  const words = createSpokenWords(text);
  return [...words.push(marksOf(text)), ...words.end()];
}

const textsOf = (text: string): string[] => wordsOf(text).map((word) => word.text);

test("words have the marks and silent signs beside them, so that they join to the text", () => {
  for (const [text, words] of [
    ["Oh, hi!", ["Oh,", "hi!"]],
    ['"Why?" she (Ann) said - no.', ['"Why?"', "she", "(Ann)", "said -", "no."]],
    ["# A *b* c\u{1f600} \u{1f600}\n\nd ", ["# A", "*b*", "c\u{1f600} \u{1f600}", "d"]],
    ["well-known", ["well-", "known"]],
    ["one(two)", ["one", "(two)"]],
  ] as const)
    expect(textsOf(text)).toEqual([...words]);
});

test("Chinese words have no white space before them", () => {
  expect(wordsOf("\u4f60\u597d\uff0c Ann").map(({ text, isApart }) => [text, isApart])).toEqual([
    ["\u4f60", true],
    ["\u597d\uff0c", false],
    ["Ann", true],
  ]);
});

test("a long silent part is left out, except for the marks beside the words", () => {
  const text = "Run it: @CODE@ now. (@LINK@) Yes";
  const marks = marksOf(text.replace(/@\w+@/g, (name) => "-".repeat(name.length)));
  const long = "#".repeat(50);
  const grow = (place: number): number => {
    const before = text.slice(0, place).match(/@\w+@/g) ?? [];
    return place + before.reduce((sum, name) => sum + long.length - name.length, 0);
  };
  const words = createSpokenWords(text.replace(/@\w+@/g, long));
  const placed = marks.map((mark) => ({ ...mark, start: grow(mark.start), end: grow(mark.end) }));
  expect([...words.push(placed), ...words.end()].map((word) => word.text)).toEqual([
    "Run",
    "it:",
    "now.",
    "Yes",
  ]);
});

test("push() - returns a word once the next one is known", () => {
  const words = createSpokenWords("Oh, hi!");
  const [first, second] = marksOf("Oh, hi!");
  expect(words.push([first!])).toEqual([]);
  expect(words.push([second!]).map(({ text }) => text)).toEqual(["Oh,"]);
  expect(words.end().map(({ text }) => text)).toEqual(["hi!"]);
});

test("the end of a line and of a paragraph is known", () => {
  expect(wordsOf("a b\nc\n\nd").map(({ ends }) => ends)).toEqual([null, "line", "paragraph", null]);
});

test("a text without spoken words has none", () => {
  expect(textsOf("...")).toEqual([]);
});
