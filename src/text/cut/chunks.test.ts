import { expect, test } from "bun:test";
import { createChunker, type Follows } from "./chunks.ts";
import { NORMALISE_DEFAULTS, normalised, sentencesOf } from "../normalise.ts";

/** Returns the chunks of a text that arrives in parts of `size` units. */
function chunks(text: string, size: number): string[] {
  const chunker = createChunker({ markdown: true, reasoning: "skip" });
  const found: string[] = [];
  const take = (follows: Follows): void => {
    for (let chunk = chunker.next(follows); chunk !== null; chunk = chunker.next(follows))
      found.push(`${chunk.kind} ${chunk.start} ${chunk.text}`);
  };
  for (let at = 0; at < text.length; at += size) {
    chunker.push(text.slice(at, at + size));
    take("unknown");
  }
  take("nothing");
  return found;
}

const split = (text: string): string[] =>
  Array.from(sentencesOf(normalised(text, NORMALISE_DEFAULTS)), (sentence) => sentence.text);

/** Texts for which a chunker that reads all earlier text again at each unit would be slow. */
const SLOW_UNITS = [
  "\n",
  " ",
  "* ",
  "... ",
  "。",
  "！",
  "<think>a b ",
  "```py\na b\n",
  "<!-- a. ",
  "<a b ",
  "| a ",
  "a\r\n",
  "](a",
  "[a](b) ",
];

test.each(SLOW_UNITS)(
  "the chunks of repeated %j do not depend on how the text is divided into parts",
  (unit) => {
    const text = unit + "a b\n".repeat(3) + unit.repeat(25_000 / unit.length) + "\nend. The end";
    const whole = chunks(text, text.length);
    for (const size of [1, 7, 1000, 30_011]) expect(chunks(text, size)).toEqual(whole);
  },
);

test("reasoning that is longer than the limit is read as text", () => {
  expect(
    chunks(`<think>${"a b ".repeat(60_000)}</think>`, 5000).some((chunk) =>
      chunk.startsWith("silent"),
    ),
  ).toBeFalse();
});

test("a chunk does not end at punctuation or a line end inside a tag", () => {
  expect(split('Hello <span title="One. Two. Three">world</span>. End.')).toEqual([
    "Hello world.",
    "End.",
  ]);
  expect(split('A <a href="http://x.y/z. q"\n   class="b">link</a>. B.')).toEqual([
    "A link.",
    "B.",
  ]);
  expect(split('Hi <img\n  alt="A! B"\n\n  src="x.png"\n/> there.')).toEqual(["Hi there."]);
  expect(split('Hi <span title="One. Two')).toEqual(["Hi"]);
});

test("a chunk does not end inside the target of a link or a comment of any length", () => {
  const picture = `![a cat](data:image/png;base64,${"iVBORw0K".repeat(900)})`;
  expect(split(`Look at ${picture} and ${picture} now. Done.`)).toEqual([
    "Look at a cat and a cat now.",
    "Done.",
  ]);
  expect(split(`Here <!-- ${"One. Two.\n\n".repeat(900)} --> it is. Done.`)).toEqual([
    "Here it is.",
    "Done.",
  ]);
  expect(split("A [link](http://x.y/z_(a).html) here. And more")).toEqual([
    "A link here.",
    "And more",
  ]);
});

test("a `<` that opens no tag does not delay a sentence", () => {
  const chunker = createChunker({ markdown: true, reasoning: "skip" });
  chunker.push("We know that a < b. And x <name of it. Then ");
  expect(chunker.next("unknown")?.text).toBe("We know that a < b.");
  expect(chunker.next("unknown")?.text).toBe(" And x <name of it.");
});

test("a formula of several lines is one chunk unless an empty line comes before its end", () => {
  const formula = "\\[\nx = \\frac{a}{2}\n\\]";
  for (const size of [1, 2, 100]) {
    expect(chunks(`So\n${formula}\nholds.`, size)).toEqual([
      "prose 0 So",
      `prose 2 \n${formula}`,
      "prose 24 \nholds.",
    ]);
    expect(chunks("$$\na &= b\n- c &= d\n$$.\nEnd", size)).toEqual([
      "prose 0 $$\na &= b\n- c &= d\n$$.",
      "prose 22 \nEnd",
    ]);
    expect(chunks("$$\nopen\n\nEnd", size)).toEqual([
      "prose 0 $$",
      "prose 2 \nopen",
      "prose 7 \n\nEnd",
    ]);
  }
});
