import { expect, test } from "bun:test";
import { createRandom } from "../stats/random.ts";
import { type Cue, cuesOf } from "./cues.ts";
import { marksOf } from "./marks.fake.ts";
import { createSpokenWords } from "./spokenWords.ts";

function cuesIn(text: string): Cue[] {
  const marks = marksOf(text);
  const words = createSpokenWords(text);
  return cuesOf([...words.push(marks), ...words.end()], (marks.at(-1)?.toS ?? 0) + 0.25);
}

const textsOf = (text: string): string[] => cuesIn(text).map(({ lines }) => lines.join("\n"));

test("each sentence begins a caption, and an abbreviation ends none", () => {
  expect(textsOf("Dr. Lee is in. Is he? Yes!\n\nGood\n- one\n- two")).toEqual([
    "Dr. Lee is in.",
    "Is he?",
    "Yes!",
    "Good",
    "- one",
    "- two",
  ]);
});

test("a long sentence is cut between clauses, a long clause has two lines of similar lengths", () => {
  expect(
    textsOf(
      "When rain stops in the west, we go; but if it does not, we all stay in and play cards.",
    ),
  ).toEqual([
    "When rain stops in the west, we go;",
    "but if it does not, we all\nstay in and play cards.",
  ]);
});

test("captions follow each other, stay over a short pause, and the last one ends with the audio", () => {
  const [first, second] = cuesIn("One. Two.");
  expect(first).toMatchObject({ fromS: 0, toS: 0.4 });
  expect(second?.fromS).toBeCloseTo(0.4);
  expect(second?.toS).toBeCloseTo(0.95);
});

test("a caption does not stay over a long pause", () => {
  const words = createSpokenWords("One. Two.");
  const marks = [
    { start: 0, end: 3, fromS: 0, toS: 0.5 },
    { start: 5, end: 8, fromS: 3, toS: 3.5 },
  ];
  const cues = cuesOf([...words.push(marks), ...words.end()], 4);
  expect(cues.map(({ fromS, toS }) => [fromS, toS])).toEqual([
    [0, 0.5],
    [3, 4],
  ]);
});

test("Chinese has lines of 21 characters without blanks", () => {
  const texts = textsOf("\u4f60".repeat(30) + "\u3002");
  expect(texts.join("")).toBe("\u4f60".repeat(30) + "\u3002");
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(21);
});

test("a word that is longer than a caption is cut", () => {
  expect(textsOf("a".repeat(100)).map((text) => text.length)).toEqual([84, 16]);
});

test("a text without words has no captions", () => {
  expect(cuesIn("...")).toEqual([]);
});

test("any text: captions are short enough, in order, and join to the words", () => {
  const random = createRandom(5);
  const pick = (all: readonly string[]): string => all[Math.floor(random() * all.length)]!;
  for (let round = 0; round < 100; round += 1) {
    const words = Array.from({ length: 40 }, () =>
      pick(["a", "word", "sentence,", "end.", "extraordinarily", "so;", "no?", "\u{1f600}"]),
    );
    const text = words.map((word) => word + pick([" ", " ", " ", "\n", "\n\n"])).join("");
    const cues = cuesIn(text);
    expect(cues.flatMap(({ lines }) => lines.join(" ").split(" "))).toEqual(words);
    cues.forEach(({ lines, fromS, toS }, at) => {
      expect(lines.length).toBeLessThanOrEqual(2);
      expect(lines.join("\n").length).toBeLessThanOrEqual(84);
      expect(toS - fromS).toBeWithin(0, 7.001);
      expect(fromS).toBeGreaterThanOrEqual(cues[at - 1]?.toS ?? 0);
    });
  }
});
