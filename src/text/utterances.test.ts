import { expect, test } from "bun:test";
import { clean } from "./hygiene.ts";
import { speakable } from "./normalise.ts";
import { trace, type Traced } from "./spans.ts";
import { speechSeconds, utterances } from "./utterances.ts";

const group = (text: string): string[] => Array.from(speakable(text, null), ({ text }) => text);
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

test("the first utterance is one sentence, later sentences share one", () => {
  const all = group(
    "This is the first sentence. Here is another one. And one more of them. The end is near.",
  );
  expect(all[0]).toBe("This is the first sentence.");
  expect(all).toHaveLength(2);
});

test("a very short first sentence joins the next, and stands alone when there is no other", () => {
  expect(group("Hi. How are you today, my friend?")).toEqual(["Hi. How are you today, my friend?"]);
  expect(group("button")).toEqual(["button."]);
});

test("a long first sentence is cut early, at a clause mark", () => {
  const text =
    "When the rain had stopped, the children of the village went down to the river to look for stones and shells and other things.";
  expect(group(text)[0]).toBe("When the rain had stopped,");
});

test("no utterance is over 12 s and no letter is lost, with or without blanks or stops", () => {
  const texts = [
    "word ".repeat(2000),
    "x".repeat(5000),
    "你好世界".repeat(500),
    "1 ".repeat(900),
    "a, ".repeat(900),
  ];
  for (const text of texts) {
    const all = group(text);
    expect(Math.max(...all.map(speechSeconds))).toBeLessThanOrEqual(12.5);
    expect(letters(all.join(""))).toBe(letters(text));
  }
});

test("every utterance ends in a mark", () => {
  expect(group("no end here")).toEqual(["no end here."]);
  expect(group("没有句号")).toEqual(["没有句号。"]);
});

test("utterances are made lazily", () => {
  let read = 0;
  function* endless(): Generator<Traced> {
    for (;;) {
      read += 1;
      yield trace(`This is the sentence with the number ${read}.`);
    }
  }
  const all = utterances(endless());
  all.next();
  all.next();
  expect(read).toBeLessThan(12);
});

test("hostile runs of one character are split in linear time and lose nothing", () => {
  for (const unit of ["!", ".", ".)", "a.", "\n", "1,", "a ", "漢", "- ", "\u0301", ". a"]) {
    const text = clean(unit.repeat(50_000) + "x");
    expect(letters(group(text).join(""))).toBe(letters(text));
  }
});
