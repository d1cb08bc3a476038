import { expect, test } from "bun:test";
import { type CharacterTime, createCharacterTimes, toMs } from "./characterTimes.ts";
import type { Mark } from "./sound.ts";
import { createRandom } from "./stats/random.ts";

/** Times a whole text; `endS` is the end of its sound. */
function timesOf(text: string, marks: readonly Mark[], endS: number): CharacterTime[] {
  const times = createCharacterTimes();
  times.addText(text);
  times.addMarks(marks);
  times.end(text.length, endS);
  return times.take(endS);
}

/** Returns `character start duration` of each character, milliseconds; a blank is shown as "_". */
function shown(times: readonly CharacterTime[]): string[] {
  const { chars, startsMs, durationsMs } = toMs(times, 0);
  return chars.map((char, at) => `${char.replace(" ", "_")} ${startsMs[at]} ${durationsMs[at]}`);
}

const HI: Mark = { start: 0, end: 2, fromS: 0.1, toS: 0.3 };

test("a pause belongs to the mark or the white space before it, the silence at the ends to the outer characters", () => {
  const marks = [HI, { start: 4, end: 6, fromS: 0.5, toS: 0.6 }];
  expect(shown(timesOf("Hi, me.", marks, 1))).toEqual([
    "H 0 150",
    "i 150 150",
    ", 300 200",
    "_ 500 0",
    "m 500 50",
    "e 550 50",
    ". 600 400",
  ]);
});

test("a pause between words without a mark lengthens the first word", () => {
  const marks = [
    { start: 0, end: 1, fromS: 0, toS: 0.2 },
    { start: 1, end: 2, fromS: 0.3, toS: 0.5 },
  ];
  expect(shown(timesOf("\u4f60\u597d", marks, 0.6))).toEqual(["\u4f60 0 300", "\u597d 300 300"]);
});

test("emoji, markup and combining marks have no duration at their place", () => {
  const text = "**Hi** \u{1f600} e\u0301";
  const marks = [
    { start: 2, end: 4, fromS: 0.1, toS: 0.3 },
    { start: 10, end: 12, fromS: 0.4, toS: 0.6 },
  ];
  expect(shown(timesOf(text, marks, 0.6))).toEqual([
    "* 0 0",
    "* 0 0",
    "H 0 150",
    "i 150 150",
    "* 300 0",
    "* 300 0",
    "_ 300 100",
    "\u{1f600} 400 0",
    "_ 400 0",
    "e 400 200",
    "\u0301 600 0",
  ]);
});

test("markup inside a word takes no part of its time", () => {
  const marks = [{ start: 0, end: 6, fromS: 0, toS: 0.2 }];
  expect(shown(timesOf("a**b**", marks, 0.2))).toEqual([
    "a 0 100",
    "* 100 0",
    "* 100 0",
    "b 100 100",
    "* 200 0",
    "* 200 0",
  ]);
});

test("take() - returns a character once its sound has ended", () => {
  const times = createCharacterTimes();
  times.addText("Hi, me.");
  times.addMarks([HI]);
  const chars = (untilS: number) =>
    times
      .take(untilS)
      .map(({ char }) => char)
      .join("");
  expect(chars(0.14)).toBe("");
  expect(chars(0.15)).toBe("H");
  expect(chars(9)).toBe("i");
  times.addMarks([{ start: 4, end: 6, fromS: 0.5, toS: 0.6 }]);
  expect(chars(0.5)).toBe(", ");
  expect(chars(9)).toBe("me");
  times.end(7, 1);
  expect(chars(0.9)).toBe("");
  expect(chars(1)).toBe(".");
});

test("take() - holds the last character while a later mark can move its end", () => {
  const times = createCharacterTimes();
  times.addText("Hi");
  times.addMarks([HI]);
  expect(times.take(9)).toHaveLength(1);
  times.addText(" me");
  expect(times.take(9)).toHaveLength(1);
});

test("take() - marks that come after their sound are taken with the next sound", () => {
  const times = createCharacterTimes();
  times.addText("Hi me");
  expect(times.take(1)).toEqual([]);
  times.addMarks([HI, { start: 3, end: 5, fromS: 0.3, toS: 0.6 }]);
  expect(times.take(1)).toHaveLength(4);
});

test("end() - later words begin where the sound of the text before them ended", () => {
  const times = createCharacterTimes();
  times.addText("Hi");
  times.addMarks([HI]);
  times.end(2, 0.4);
  times.addText(" me");
  times.addMarks([{ start: 3, end: 5, fromS: 0.5, toS: 0.7 }]);
  times.end(5, 0.7);
  expect(shown(times.take(0.7))).toEqual([
    "H 0 150",
    "i 150 250",
    "_ 400 100",
    "m 500 100",
    "e 600 100",
  ]);
});

test("toMs() - borders count from the origin, and rounding errors do not add up", () => {
  const third = timesOf("abc", [{ start: 0, end: 3, fromS: 0, toS: 0.1 }], 0.1);
  expect(toMs(third, 1000)).toEqual({
    chars: ["a", "b", "c"],
    startsMs: [-1000, -967, -933],
    durationsMs: [33, 34, 33],
  });
});

test("any text, marks and splits: the characters join to the text, the spans tile the sound", () => {
  const random = createRandom(7);
  const alphabet = Array.from("ab1 ,.*\u4f60\n\u{1f600}\u0301'(");
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from(
      { length: 30 },
      () => alphabet[Math.floor(random() * alphabet.length)]!,
    ).join("");
    const times = createCharacterTimes();
    const taken: CharacterTime[] = [];
    let [given, atS] = [0, 0];
    for (const { 0: word, index } of text.matchAll(/[ab1\u4f60][ab1*]*/g)) {
      const end = index + word.length;
      const upTo = Math.max(given, end + Math.floor(random() * 3));
      times.addText(text.slice(given, upTo));
      given = Math.min(upTo, text.length);
      const fromS = atS + (random() < 0.5 ? 0 : random());
      const toS = fromS + random();
      times.addMarks([{ start: index, end, fromS, toS }]);
      atS = toS;
      taken.push(...times.take(atS * random()));
    }
    times.addText(text.slice(given));
    times.end(text.length, atS + 0.2);
    taken.push(...times.take(atS + 0.2));
    expect(taken.map(({ char }) => char).join("")).toBe(text);
    taken.forEach(({ startS }, index) => expect(startS).toBe(taken[index - 1]?.endS ?? 0));
    expect(taken.at(-1)?.endS).toBe(atS + 0.2);
  }
});
