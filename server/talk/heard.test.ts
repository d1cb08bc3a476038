import { expect, test } from "bun:test";
import { heardText } from "./heard.ts";

const TEXT = "Oh, hello😀 there! \u4f60\u597d ";
const MARKS = [
  { start: 0, end: 2, fromS: 0, toS: 0.2 },
  { start: 4, end: 9, fromS: 0.4, toS: 0.6 },
  { start: 12, end: 17, fromS: 0.6, toS: 1 },
  { start: 19, end: 20, fromS: 1.2, toS: 1.4 },
];

test.each([
  [0, "", TEXT],
  [99, "", TEXT],
  [100, "Oh,", TEXT.slice(3)],
  [450, "Oh,", TEXT.slice(3)],
  [500, "Oh, hello😀", TEXT.slice(11)],
  [900, "Oh, hello😀 there!", TEXT.slice(18)],
  [9000, "Oh, hello😀 there! \u4f60", "\u597d "],
])("after %p ms the words whose middle was played were heard", (playbackMs, text, remaining) => {
  const chars = Array.from(text).length;
  expect(heardText(TEXT, MARKS, playbackMs)).toEqual({ text, remaining, chars });
});

test("the blanks after the last word were heard with it", () => {
  const marks = [{ start: 0, end: 2, fromS: 0, toS: 0.2 }];
  expect(heardText("Oh. \n", marks, 200)).toEqual({ text: "Oh. \n", remaining: "", chars: 5 });
});
