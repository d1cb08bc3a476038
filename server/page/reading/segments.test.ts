import { expect, test } from "bun:test";
import { joinedWords, segmentsOf, wordAtS } from "./segments.ts";

const word = (start: number, end: number, fromS: number) => ({ start, end, fromS, toS: fromS + 1 });
const piece = (start: number, end: number, kind: string) => ({ text: "", start, end, kind });

test("joinedWords() - words of one place have the time of all", () => {
  expect(joinedWords([word(0, 2, 0), word(3, 5, 1), word(3, 5, 2), word(6, 8, 3)])).toEqual([
    word(0, 2, 0),
    { start: 3, end: 5, fromS: 1, toS: 3 },
    word(6, 8, 3),
  ]);
});

test("segmentsOf() - the text is cut where a piece or a word begins or ends", () => {
  const text = "It is $5.";
  const pieces = [
    piece(0, 2, "word"),
    piece(2, 3, "space"),
    piece(3, 5, "word"),
    piece(5, 6, "space"),
    piece(6, 8, "money"),
    piece(8, 9, "punct"),
  ];
  const segments = segmentsOf(text, pieces, [word(0, 2, 0), word(3, 5, 1), word(6, 9, 2)]);
  expect(segments.map((segment) => segment.text).join("")).toBe(text);
  expect(segments.filter(({ change }) => change !== "")).toEqual([
    { text: "$5", piece: 4, word: 2, change: "money" },
  ]);
  expect(segments.map((segment) => segment.word)).toEqual([0, -1, 1, -1, 2, 2]);
});

test("segmentsOf() - a text without pieces and words is one segment", () => {
  expect(segmentsOf("Hi", [], [])).toEqual([{ text: "Hi", piece: -1, word: -1, change: "" }]);
  expect(segmentsOf("", [], [])).toEqual([]);
});

test("wordAtS() - the last word that began", () => {
  const words = [word(0, 1, 0.5), word(2, 3, 2)];
  expect([0, 0.5, 1.9, 2, 9].map((seconds) => wordAtS(words, seconds))).toEqual([-1, 0, 0, 1, 1]);
  expect(wordAtS([], 1)).toBe(-1);
});
