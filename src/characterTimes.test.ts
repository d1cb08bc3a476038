import { expect, test } from "bun:test";
import { createRandom } from "./stats/random.ts";
import { createCharacterTimes, type CharacterTime } from "./characterTimes.ts";
import type { Mark } from "./sound.ts";

const shown = (times: readonly CharacterTime[]): string =>
  times.map(({ char, endS }) => `${char}${Math.round(endS * 100) / 100}`).join(" ");

const word = (text: string, part: string, [fromS, toS]: readonly [number, number]): Mark => {
  const start = text.indexOf(part);
  return { start, end: start + part.length, fromS, toS };
};

test("a word's time is divided among its characters, and a pause belongs to the mark before it", () => {
  const text = "Oh, hi.";
  const times = createCharacterTimes();
  times.addText(text);
  times.addMarks([word(text, "Oh", [0, 0.2]), word(text, "hi", [0.3, 0.5])]);
  expect(shown(times.take(0.3))).toBe("O0.1 h0.2 ,0.3  0.3");
  expect(shown(times.take(0.5))).toBe("h0.4 i0.5");
  times.end(text.length, 0.6);
  expect(shown(times.take(0.6))).toBe(".0.6");
});

test("without a pause between them, the second word begins where the first ends", () => {
  const text = "\u4f60\u597d";
  const times = createCharacterTimes();
  times.addText(text);
  times.addMarks([word(text, "\u4f60", [0.1, 0.2]), word(text, "\u597d", [0.3, 0.5])]);
  times.end(2, 0.5);
  expect(shown(times.take(1))).toBe("\u4f600.2 \u597d0.5");
});

test("emoji and tags are silent; the pause belongs to the blank beside them", () => {
  const text = "a 😀<b>c";
  const times = createCharacterTimes();
  times.addText(text);
  times.addMarks([word(text, "a", [0, 0.1]), word(text, "c", [0.3, 0.4])]);
  times.end(text.length, 0.4);
  expect(shown(times.take(0.4))).toBe("a0.1  0.3 😀0.3 <0.3 b0.3 >0.3 c0.4");
});

test("the end of a last word is held until it is known whether a pause follows", () => {
  const times = createCharacterTimes();
  times.addText("no");
  times.addMarks([word("no", "no", [0, 0.2])]);
  expect(shown(times.take(0.3))).toBe("n0.1");
  times.end(2, 0.35);
  expect(shown(times.take(0.35))).toBe("o0.35");
  times.addText(" go");
  times.addMarks([word("no go", "go", [0.5, 0.6])]);
  times.end(5, 0.6);
  expect(shown(times.take(0.6))).toBe(" 0.5 g0.55 o0.6");
});

test("marks that come after their sound are taken with the next sound", () => {
  const times = createCharacterTimes();
  times.addText("one two ");
  expect(times.take(1)).toEqual([]);
  times.addMarks([word("one two", "one", [0, 0.4]), word("one two", "two", [0.4, 0.9])]);
  expect(shown(times.take(1))).toBe("o0.13 n0.27 e0.4  0.4 t0.57 w0.73 o0.9");
});

test("the characters of any text join to the text, their times never fall, and the last one ends with the sound", () => {
  const random = createRandom(11);
  const below = (n: number): number => Math.floor(random() * n);
  for (let round = 0; round < 300; round += 1) {
    const words = Array.from({ length: 1 + below(8) }, () => "abc😀é你".slice(0, 1 + below(3)));
    const text = words.join([" ", ", ", " 😀 ", ""][below(4)]);
    const times = createCharacterTimes();
    const taken: CharacterTime[] = [];
    let at = 0;
    let nowS = 0;
    for (const part of words) {
      const start = text.indexOf(part, at);
      times.addText(text.slice(at, start + part.length));
      at = start + part.length;
      const fromS = nowS + below(3) / 10;
      nowS = fromS + below(5) / 10;
      times.addMarks([{ start, end: at, fromS, toS: nowS }]);
      if (below(2) > 0) taken.push(...times.take(nowS));
    }
    times.addText(text.slice(at));
    times.end(text.length, (nowS += below(3) / 10));
    taken.push(...times.take(nowS));
    expect(taken.map(({ char }) => char)).toEqual(Array.from(text));
    const ends = taken.map(({ endS }) => endS);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends.at(-1)).toBeCloseTo(nowS, 6);
  }
});
