import { expect, test } from "bun:test";
import { trace } from "../../text/spans.ts";
import { speechSeconds } from "../../text/group/seconds.ts";
import { wordsOf } from "../../text/words.ts";
import { estimateMarks } from "./estimateMarks.ts";

const utterance = (text: string) => ({ text, words: wordsOf(trace(text)) });

test("words have their estimated times if the utterance is as long as estimated", () => {
  const text = "five 12, 漢";
  const marks = estimateMarks(utterance(text), { sinceS: 0, lengthS: speechSeconds(text) });
  const [letter, digit, han, other] = [1 / 15, 1 / 3, 1 / 4.5, 1 / 60];
  const starts = [0, 4 * letter + other, 4 * letter + 2 * digit + 3 * other];
  const lengths = [4 * letter, 2 * digit, han];
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(["five", "12", "漢"]);
  for (const [at, { fromS, toS }] of marks.entries()) {
    expect(fromS).toBeCloseTo(starts[at]!, 9);
    expect(toS - fromS).toBeCloseTo(lengths[at]!, 9);
  }
});

test("marks scale with the length of the utterance and shift with its beginning", () => {
  const at = (sinceS: number, lengthS: number) =>
    estimateMarks(utterance("one two three"), { sinceS, lengthS });
  const [first, scaled] = [at(0, 1), at(5, 3)];
  for (const [index, { fromS, toS }] of scaled.entries()) {
    expect(fromS).toBeCloseTo(5 + 3 * first[index]!.fromS, 9);
    expect(toS).toBeCloseTo(5 + 3 * first[index]!.toS, 9);
  }
  expect(scaled.at(-1)?.toS).toBe(8);
});

test("no mark ends after the utterance in spite of rounding errors", () => {
  for (let words = 1; words < 60; words += 1) {
    const marks = estimateMarks(utterance("abc ".repeat(words).trim()), { sinceS: 0, lengthS: 1 });
    expect(marks.at(-1)?.toS).toBeLessThanOrEqual(1);
  }
});
