import { expect, test } from "bun:test";
import { normalised, sentencesOf } from "./normalise.ts";

const split = (text: string): string[] =>
  Array.from(sentencesOf(normalised(text, null)), (sentence) => sentence.text);

test("sentences end at marks, with their closing quotes", () => {
  expect(split('Hello there. How are you? "Fine!" Good.')).toEqual([
    "Hello there.",
    "How are you?",
    '"Fine!"',
    "Good.",
  ]);
  expect(split("今天很好。你呢？我也好！")).toEqual(["今天很好。", "你呢？", "我也好！"]);
});

test("abbreviations, initials, numbers and small letters end nothing", () => {
  expect(split("Dr. Tan met J. Smith at 3.45 p.m. near Jln. Ampang.")).toHaveLength(1);
  expect(split('"Really?" she said. Well... perhaps.')).toEqual([
    '"Really?" she said.',
    "Well... perhaps.",
  ]);
  expect(split("We left at 5 p.m. Then it rained.")).toEqual([
    "We left at 5 p.m.",
    "Then it rained.",
  ]);
  expect(split("See report_final.txt or v2.1.3 now.")).toHaveLength(1);
});

test("empty lines and list items end a sentence; a wrapped line does not", () => {
  expect(split("A title\n\nfirst line\nsecond line\n- one\n- two")).toEqual([
    "A title",
    "first line second line",
    "- one",
    "- two",
  ]);
});

test("behind a Han mark a straight quote closes what is open, else it opens the next sentence", () => {
  expect(split("今天3.5度！“真的？”他问。我走了。")).toEqual([
    "今天3.5度！",
    '"真的？"',
    "他问。",
    "我走了。",
  ]);
  expect(split("“一。二。”三。\n\n“四。”")).toEqual(['"一。', '二。"', "三。", '"四。"']);
  expect(split('"One. Two." Three.')).toEqual(['"One.', 'Two."', "Three."]);
});

test("blank text has no sentences", () => {
  expect(split(" \n\n \t")).toEqual([]);
});
