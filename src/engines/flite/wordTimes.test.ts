import { expect, test } from "bun:test";
import type { Segment } from "./segments.ts";
import { wordTimes } from "./wordTimes.ts";

/** Makes a sound of 0.1 s for each letter, and a pause of 0.1 s for each `_`. */
function segments(sounds: string): Segment[] {
  return Array.from(sounds, (sound, at) => {
    return { phone: sound === "_" ? "pau" : sound, endS: (at + 1) / 10 };
  });
}

/** Returns the beginning and the end of each word, in tenths of a second. */
function times(text: string, words: string, sounds: string): (readonly number[] | null)[] {
  return wordTimes(text, words.split(" "), segments(sounds)).map(
    (time) =>
      time && [10 * time.fromS, 10 * time.toS].map((tenths) => Math.round(100 * tenths) / 100),
  );
}

test("words on both sides of a pause end and begin at the pause", () => {
  expect(times("ba, dodo.", "ba dodo", "_ba___dodo_")).toEqual([
    [1, 3],
    [6, 10],
  ]);
});

test("whole sounds between two pauses are divided among the words by their estimated numbers", () => {
  expect(times("ba dodo di", "ba dodo di", "_badododi_")).toEqual([
    [1, 3],
    [3, 7],
    [7, 9],
  ]);
});

test("every word gets at least one sound, even if the estimates are far off", () => {
  expect(times("a pepepepepepe a", "a pepepepepepe a", "_abc_")).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  expect(times("pepepepepepe a a", "pepepepepepe a a", "_abc_")).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
});

test("sounds are split if there are more words than sounds", () => {
  expect(times("a a a a", "a a a a", "_ab_")).toEqual([
    [1, 1.5],
    [1.5, 2],
    [2, 2.5],
    [2.5, 3],
  ]);
});

test("a word without a sound has no time", () => {
  expect(times("ba  di", "ba   di", "_badi_")).toEqual([[1, 3], null, null, [3, 5]]);
  expect(times("ba", "ba", "_")).toEqual([null]);
  expect(times("", "ba", "")).toEqual([null]);
});

test("each punctuation mark at which Flite pauses separates two phrases", () => {
  for (const mark of [
    ", ",
    ". ",
    "; ",
    ": ",
    "! ",
    "? ",
    ") ",
    '" ',
    "... ",
    " -- ",
    '," ',
    "\u2019. ",
  ])
    expect(times(`pepepe${mark}a`, "pepepe a", "_b_cd_")).toEqual([
      [1, 2],
      [3, 5],
    ]);
});

test("a pause without punctuation is placed at the nearest word border", () => {
  expect(times("ba dodo", "ba dodo", "_ba__dodo_")).toEqual([
    [1, 3],
    [5, 9],
  ]);
  expect(times("dodo (ba", "dodo ba", "_dodo_ba_")).toEqual([
    [1, 5],
    [6, 8],
  ]);
});

test("a pause within a word belongs to the word", () => {
  expect(times("1,000", "1,000", "_ab_cd_")).toEqual([[1, 6]]);
});
