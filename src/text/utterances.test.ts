import { expect, test } from "bun:test";
import { clean } from "./hygiene.ts";
import { NORMALISE_DEFAULTS, normalised, sentencesOf as split } from "./normalise.ts";
import { speechSeconds } from "./group/seconds.ts";
import type { Sentence } from "./sentences.ts";
import { trace } from "./spans.ts";
import { createGrouper, type Shape, utterances } from "./utterances.ts";

const group = (text: string): string[] =>
  Array.from(utterances(split(normalised(text, null))), ({ text }) => text);
const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

test("a letter takes 1/15 s, a Han character 1/4.5 s, a digit 1/3 s and any other 1/60 s", () => {
  expect(speechSeconds("abcde fghij klmno")).toBeCloseTo(1 + 2 / 60);
  expect(speechSeconds("你好世界你好世界你")).toBeCloseTo(2);
  expect(speechSeconds("1, 2, 3")).toBeCloseTo(1 + 4 / 60);
});

test("the first utterance is one sentence, later sentences are grouped into one", () => {
  const all = group(
    "This is the first sentence. Here is another one. And one more of them. The end is near.",
  );
  expect(all[0]).toBe("This is the first sentence.");
  expect(all).toHaveLength(2);
});

test("a first sentence under 1 s is joined with the next sentence", () => {
  expect(group("Hi. How are you today, my friend?")).toEqual(["Hi. How are you today, my friend?"]);
  expect(group("Seventeen letters. And more of them.")).toEqual([
    "Seventeen letters.", // 16/15 s
    "And more of them.",
  ]);
  expect(group("button")).toEqual(["button."]);
});

const sentence = (text: string): Sentence => ({
  ...trace(text),
  begins: "sentence",
  isOpen: false,
});

/** Sentences of the given seconds: 15 letters for each. */
function sentencesOf(seconds: readonly number[]): Sentence[] {
  return seconds.map((s) => sentence("a".repeat(15 * s)));
}

test("the second utterance lasts at most 8 s, later ones at most 12 s", () => {
  const sentences = sentencesOf([2, ...Array.from({ length: 30 }, () => 1)]);
  const lengths = Array.from(utterances(sentences), ({ text }) => letters(text).length / 15);
  expect(lengths).toEqual([2, 8, 12, 10]);
});

test("an utterance lasts at most the limit of its shape", () => {
  const shape = { unit: "passage", limitS: 3 } as const;
  const grouper = createGrouper(() => shape);
  const sentences = sentencesOf([2, 2, 1, 1, 5]);
  const all = [...sentences.flatMap((each) => [...grouper.push(each)]), ...grouper.end()];
  const lengths = all.map(({ text }) => Math.round(letters(text).length / 15));
  expect(lengths).toEqual([2, 3, 1, 3, 2]);
});

test("a sentence of exactly the longest duration is not cut", () => {
  const sentences = sentencesOf([6, 8, 12]);
  const lengths = Array.from(utterances(sentences), ({ text }) => letters(text).length / 15);
  expect(lengths).toEqual([6, 8, 12]);
});

test("an utterance is cut at the best kind of punctuation, not at the nearest", () => {
  const clause = "one two three four five six seven eight nine ten";
  const second = `${clause}, ${clause}; ${clause}, ${clause}`;
  expect(group(`First sentence here, my friend. ${second}.`)[1]).toBe(`${clause}, ${clause};`);
});

test("an utterance without punctuation is cut before a conjunction", () => {
  const text =
    "the children went down to the old river and they looked for stones in the water of it all day long in the rain";
  expect(group(text)[0]).toBe("the children went down to the old river.");
});

test("a cut leaves at least 1 s at the start", () => {
  const text = `No, ${"the children went down to the old river of the town ".repeat(3)}`;
  expect(speechSeconds(group(text)[0] ?? "")).toBeGreaterThan(1);
});

test("a later sentence is cut near its middle", () => {
  const words = Array.from({ length: 40 }, () => "wordy").join(" "); // 40 · 5 letters: 14 s
  const all = group(`First sentence here, my friend. ${words}.`);
  expect(all.map((text) => Math.round(speechSeconds(text)))).toEqual([2, 7, 7]);
});

test("a text without punctuation and blanks is cut at the limit", () => {
  const text = "1".repeat(100);
  const all = group(text);
  expect(all.join("").replaceAll(".", "")).toBe(text);
  expect(letters(all[0] ?? "")).toHaveLength(18); // 6 s
});

test("a cut does not divide a pair of surrogates", () => {
  const all = group("𠀀".repeat(200));
  expect(all.every((text) => text.isWellFormed())).toBeTrue();
});

test("a long first sentence is cut early, after a clause", () => {
  const text =
    "When the rain had stopped, the children of the village went down to the river to look for stones and shells and other things.";
  expect(group(text)[0]).toBe("When the rain had stopped,");
});

test("an utterance of any text lasts at most 12 s", () => {
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

test("an utterance with long replacements lasts at most 20 s", () => {
  const units = [
    "1",
    "1,",
    "RM12.50 ",
    "3:45 ",
    "! ",
    "...",
    "a1 ",
    "$x^2$ ",
    "漢1",
    "é",
    "สวัสดี",
    "a\n",
  ];
  for (const unit of units) {
    const chunks = normalised(unit.repeat(3000 / unit.length), NORMALISE_DEFAULTS);
    let last = 0;
    for (const { text, start, end } of utterances(split(chunks))) {
      expect({ unit, long: speechSeconds(text) > 20 }).toEqual({ unit, long: false });
      expect(start).toBeGreaterThanOrEqual(last);
      last = end;
    }
  }
});

test("every utterance ends in punctuation", () => {
  expect(group("no end here")).toEqual(["no end here."]);
  expect(group("没有句号")).toEqual(["没有句号。"]);
});

test("utterances() reads its sentences lazily", () => {
  let read = 0;
  function* endless(): Generator<Sentence> {
    for (;;) {
      read += 1;
      yield sentence(`This is the sentence with the number ${read}.`);
    }
  }
  const all = utterances(endless());
  all.next();
  all.next();
  expect(read).toBeLessThan(12);
});

test("a cut run of one character keeps all letters", () => {
  for (const unit of ["!", ".", ".)", "a.", "\n", "1,", "a ", "漢", "- ", "\u0301", ". a"]) {
    const text = clean(unit.repeat(50_000) + "x");
    expect(letters(group(text).join(""))).toBe(letters(text));
  }
});

/** Returns the utterances of a text in sentences. */
function inSentences(text: string, shape: Partial<Shape> = {}) {
  const own: Shape = { unit: "sentence", ...shape };
  return [...utterances(split(normalised(text, NORMALISE_DEFAULTS)), () => own)];
}

test("in sentences, each sentence is an utterance, however short or long", () => {
  const long = `${"a line of words that no mark divides ".repeat(4)}and an end.`; // 9.5 s
  const all = inSentences(`Yes. I know! ${long} Really?`);
  expect(all.map(({ text }) => text)).toEqual(["Yes.", "I know!", long, "Really?"]);
  expect(all.map(({ begins }) => begins)).toEqual(["text", "sentence", "sentence", "sentence"]);
});

const CLAUSE = "the children of the village went down to the river to look for stones"; // 3.8 s

test.each([
  ["at a semicolon", `${CLAUSE}; ${CLAUSE}, ${CLAUSE}`, [`${CLAUSE};`, `${CLAUSE}, ${CLAUSE}.`]],
  [
    "at a comma before a conjunction",
    `${CLAUSE}, ${CLAUSE}, and ${CLAUSE}`,
    [`${CLAUSE}, ${CLAUSE},`, `and ${CLAUSE}.`],
  ],
  ["not at another comma", `${CLAUSE}, ${CLAUSE}, here`, [`${CLAUSE}, ${CLAUSE}, here.`]],
  [
    "at a comma if it lasts more than 12 s",
    `${CLAUSE}, ${CLAUSE}, ${CLAUSE}, ${CLAUSE}`,
    [`${CLAUSE}, ${CLAUSE},`, `${CLAUSE}, ${CLAUSE}.`],
  ],
])("in sentences, one over 8 s is cut %s", (_where, text, wanted) => {
  const all = inSentences(text);
  expect(all.map((each) => each.text)).toEqual(wanted);
  expect(all.map(({ begins }) => begins)).toEqual(
    wanted.map((_, at) => (at === 0 ? "text" : "clause")),
  );
});

test("in sentences, a cut between brackets is avoided, and no part begins with a comma", () => {
  const text = `${CLAUSE} (by the mill; over the bridge; near the church), ${CLAUSE}, ${CLAUSE}.`;
  expect(inSentences(text).map((each) => each.text)).toEqual([
    `${CLAUSE} (by the mill; over the bridge; near the church),`,
    `${CLAUSE}, ${CLAUSE}.`,
  ]);
});

test("a sentence that is cut between two words gets a comma there, and a full stop at its end", () => {
  const texts = inSentences("word ".repeat(60)).map(({ text }) => text);
  expect(texts).toHaveLength(2);
  expect(texts[0]).toEndWith("word,");
  expect(texts[1]).toEndWith("word.");
  expect(inSentences("\u6f22".repeat(100))[0]?.text).toEndWith("\u6f22\uff0c");
});

test("an engine's own lengths cut the first sentences at commas and conjunctions, and anywhere beyond 1.5 times the length", () => {
  const longestS = [2, 4.5];
  const text = `Early in the morning, ${CLAUSE} and ${CLAUSE}. ${"word ".repeat(17)}word.`;
  expect(inSentences(text, { longestS }).map((each) => each.text)).toEqual([
    "Early in the morning,",
    `${CLAUSE},`,
    `and ${CLAUSE}.`,
    `${"word ".repeat(17)}word.`,
  ]);
});

test("sentences in languages of different shapes are not joined", () => {
  const [first, second]: Shape[] = [{ unit: "passage" }, { unit: "passage" }];
  const text =
    "This is the first one. Here is more. \u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002 And the rest of it.";
  const chunks = (): Iterable<Sentence> => split(normalised(text, null));
  const apart = [...utterances(chunks(), (language) => (language === "zh" ? first! : second!))];
  expect(apart.map(({ text: each, language }) => `${language} ${each}`)).toEqual([
    "en This is the first one.",
    "en Here is more.",
    "zh \u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002",
    "en And the rest of it.",
  ]);
  expect([...utterances(chunks())]).toHaveLength(2);
});

test("the language of a passage is that of most of its speech", () => {
  const text = "This is the first one. Saya makan. This is what they have said to all of us.";
  expect([...utterances(split(normalised(text, null)))].map(({ language }) => language)).toEqual([
    "en",
    "en",
  ]);
});
