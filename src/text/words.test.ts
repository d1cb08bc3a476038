import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { NORMALISE_DEFAULTS, type NormaliseOptions, normalised, sentencesOf } from "./normalise.ts";
import { trace } from "./spans.ts";
import { utterances, type WordedPassage } from "./utterances.ts";
import { indicesOf, wordsOf } from "./words.ts";

function speakable(input: string, options: NormaliseOptions): WordedPassage[] {
  return [...utterances(sentencesOf(normalised(input, options)))];
}

const words = (text: string): string[] => wordsOf(trace(text)).map((word) => word.text);

test("a word is a run without blanks and without the punctuation around it", () => {
  expect(words(`"Well," she said (twice): don't pay $5.50 or 10%!`)).toEqual(
    "Well she said twice don't pay $5.50 or 10%".split(" "),
  );
  expect(words("mail a@b.my, e.g. @ana")).toEqual(["mail", "a@b.my", "e.g", "@ana"]);
});

test("dashes separate words, and punctuation alone is not a word", () => {
  expect(words("yes\u2014no \u2013 maybe ... ? 1")).toEqual(["yes", "no", "maybe", "1"]);
});

test("each Han character is a word", () => {
  expect(words("你好，world世界。")).toEqual(["你", "好", "world", "世", "界"]);
});

test("the place of a word in the caller's text includes the markup inside the word", () => {
  const input = "# A **bo**ld \ud83d\ude00 \uff21\uff22C [link](http://x.y) &amp; more";
  const [passage] = speakable(input, NORMALISE_DEFAULTS);
  const places = passage?.words.map(({ text, start, end }) => [text, input.slice(start, end)]);
  expect(places).toEqual([
    ["A", "A"],
    ["bold", "bo**ld"],
    ["A B C", "\uff21\uff22C"],
    ["link", "link"],
    ["and", "&amp;"],
    ["more", "more"],
  ]);
});

test("the words of one replacement count as one word", () => {
  const input = "see\n```\nx\n```\nhere";
  const [passage] = speakable(input, { ...NORMALISE_DEFAULTS, code: "announce" });
  expect(passage?.words.map(({ text }) => text)).toEqual(["see", "code block", "here"]);
});

test("words are in order and do not overlap, neither in the caller's text nor in the utterance", () => {
  const parts = [
    "a ",
    "word",
    "**",
    "1.5",
    ", ",
    "\n\n",
    "`x`",
    "😀",
    "漢",
    "(b)",
    ". ",
    "&lt;",
    "e\u0301",
  ];
  const next = random(11);
  for (let round = 0; round < 300; round += 1) {
    const input = Array.from({ length: 30 }, () => parts[next(parts.length)]).join("");
    let done = 0;
    for (const passage of speakable(input, NORMALISE_DEFAULTS)) {
      const indices = indicesOf(
        passage.words.map((word) => word.text),
        passage.text,
      );
      expect(indices).not.toContain(-1);
      for (const { start, end } of passage.words) {
        expect(start).toBeGreaterThanOrEqual(done);
        expect(end).toBeGreaterThan(start);
        done = end;
      }
      expect(passage.end).toBeGreaterThanOrEqual(done);
    }
  }
});
