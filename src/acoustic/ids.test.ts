import { expect, test } from "bun:test";
import { toIds } from "./ids.ts";

const VOCABULARY = new Map([
  ["a", 7],
  ["b", 8],
  [" ", 16],
]);

test("toIds() - one id for each symbol between two zeros, and each word reaches to the next", () => {
  const words = [
    { word: 0, from: 0 },
    { word: 2, from: 3 },
  ];
  const run = toIds({ symbols: "ab a", words }, VOCABULARY);
  expect([...run.ids]).toEqual([0n, 7n, 8n, 16n, 7n, 0n]);
  expect(run.words).toEqual([
    { word: 0, from: 1, to: 4 },
    { word: 2, from: 4, to: 5 },
  ]);
});

test("toIds() - a symbol without an id is dropped, and a word that begins with it begins at the next one", () => {
  const words = [
    { word: 0, from: 0 },
    { word: 1, from: 2 },
  ];
  const run = toIds({ symbols: "a ?b?", words }, VOCABULARY);
  expect([...run.ids]).toEqual([0n, 7n, 16n, 8n, 0n]);
  expect(run.words).toEqual([
    { word: 0, from: 1, to: 3 },
    { word: 1, from: 3, to: 4 },
  ]);
});

test("toIds() - no symbols give the two zeros", () => {
  expect([...toIds({ symbols: "", words: [] }, VOCABULARY).ids]).toEqual([0n, 0n]);
});
