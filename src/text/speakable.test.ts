import { expect, test } from "bun:test";
import { random as createRandom } from "../../fixtures/random.ts";
import { readCases } from "../../fixtures/textCases.ts";
import {
  NORMALISE_DEFAULTS,
  type NormaliseOptions,
  normalised,
  sentencesOf,
  type SpokenChunk,
} from "./normalise.ts";
import { pieces } from "./pieces.ts";
import { createReader } from "./normalise.ts";
import {
  createReading,
  END,
  FLUSH,
  speakable,
  type TextPart,
  type TextParts,
  whole,
  WORDS,
} from "./speakable.ts";
import { inPassages, type ShapeOf } from "./utterances.ts";

const CASES = readCases().map(({ input }) => input);

async function* parts(...texts: (string | typeof FLUSH)[]): TextParts {
  yield* texts;
}

const SENTENCES = { unit: "sentence" } as const;
const inSentences: ShapeOf = () => SENTENCES;

const spoken = async (texts: TextParts, shapeOf = inPassages): Promise<string[]> =>
  (await Array.fromAsync(speakable(texts, NORMALISE_DEFAULTS, shapeOf))).map(({ text }) => text);

/** Returns the chunks of a text that arrives in parts, with their places. */
function read(texts: readonly string[], options: NormaliseOptions | null = NORMALISE_DEFAULTS) {
  const reader = createReader(options);
  const found: { text: string; at: string }[] = [];
  const take = (chunks: Iterable<SpokenChunk>): void => {
    for (const chunk of chunks) {
      const at = `${chunk.traced.source.start}`;
      const tiles = pieces(chunk.traced).map(({ start, end, text }) => `${start}-${end}:${text}`);
      found.push({ text: chunk.traced.text, at: `${at} ${tiles.join("|")}` });
    }
  };
  for (const text of texts) take(reader.read(text));
  take(reader.end());
  return found;
}

test("a text in two parts is read like the complete text, wherever it is cut", () => {
  for (const input of CASES) {
    const wanted = read([input]);
    for (let cut = 1; cut < input.length; cut += 1) {
      expect({ cut, found: read([input.slice(0, cut), input.slice(cut)]) }).toEqual({
        cut,
        found: wanted,
      });
    }
  }
});

test("a text that arrives unit by unit is read like the complete text", () => {
  for (const input of CASES)
    expect(read(Array.from({ length: input.length }, (_, i) => input.charAt(i)))).toEqual(
      read([input]),
    );
});

const ATOMS = [
  ...Array.from("ab Z.!?,*_`~#>|<&;:-\"'0123\n\n é你。！"),
  "Dr. ",
  "```\n",
  "~~~\n",
  "<think>",
  "</think>",
  "<!--",
  "-->",
  "<b>",
  "\ud83d",
  "\ude00",
  "👩‍👩‍👧",
  "- ",
  "1. ",
  "> ",
  "| a | b |\n",
  " word",
  "The ",
  "\n\n",
  "\u0301",
  "5 p.m. ",
  "=====\n",
  "\r\n",
  "\r",
  "\u2028",
  "\u0085",
  '<a href="x. y"\n>',
  "<img alt='A. B",
  "[a](http://x.y/z_(1). ",
  "# Title\n",
  "a | b\n",
  "a. ",
  "2. ",
  "2004. ",
  "  - ```\n  x\n  ```\n",
  "A long line of ordinary words that goes on for a while and\n",
  "Apple\n",
  "『」“”«»",
  "✓ ",
  ". . ",
];

test("random text in random parts is read like the complete text", () => {
  const random = createRandom(77);
  for (let round = 0; round < 250; round += 1) {
    const atoms = Array.from({ length: random(50) }, () => ATOMS[random(ATOMS.length)] ?? "");
    const input = atoms.join("");
    const cuts: string[] = [];
    for (let at = 0; at < input.length;) {
      const end = at + 1 + random(9);
      cuts.push(input.slice(at, end));
      at = end;
    }
    const options = round % 4 === 0 ? null : NORMALISE_DEFAULTS;
    expect({ input, found: read(cuts, options) }).toEqual({ input, found: read([input], options) });
  }
});

test("a long text in random parts is read like the complete text", () => {
  const random = createRandom(12);
  for (const unit of [
    "word ",
    "x",
    "漢字",
    "a, ",
    "- item\n",
    "```\ncode\n",
    "<!-- ",
    "\n",
    ". ",
    "👩‍👩‍👧",
  ]) {
    const input = unit.repeat(Math.ceil(9000 / unit.length));
    const cuts: string[] = [];
    for (let at = 0; at < input.length;) {
      const end = at + 1 + random(700);
      cuts.push(input.slice(at, end));
      at = end;
    }
    expect(read(cuts).map(({ at }) => at)).toEqual(read([input]).map(({ at }) => at));
  }
});

test("a flush yields the text that has arrived, and the next part begins a new utterance", async () => {
  expect(await spoken(parts("Hello the", FLUSH, "re. How are you"))).toEqual([
    "Hello the.",
    "re. How are you.",
  ]);
  expect(await spoken(parts("Hello the", "re. How are you"))).toEqual([
    "Hello there. How are you.",
  ]);
});

/** Returns what begins with each utterance of a text in sentences, and its text; `|` stands for a part that yields none. */
async function early(...texts: TextPart[]): Promise<string[]> {
  const reading = createReading(NORMALISE_DEFAULTS, inSentences);
  const found: string[] = [];
  const all: readonly TextPart[] = [...texts, END];
  for (const part of all) {
    const read = await Array.fromAsync(reading.read(part));
    found.push(
      ...(read.length === 0 ? ["|"] : read.map(({ begins, text }) => `${begins}: ${text}`)),
    );
  }
  return found;
}

const CLAUSE = { clauseChars: 20 };

test.each([
  ["comma", "I would like to know, if you", "I would like to know,", ["clause: if you."]],
  ["comma after which nothing is known", "I would like to know,", "I would like to know,", ["|"]],
  ["semicolon", "I would like to know; if", "I would like to know;", ["clause: if."]],
  [
    "colon before a blank",
    "This is what I want: peace",
    "This is what I want:",
    ["clause: peace."],
  ],
  ["dash", "We came all that way \u2014 and", "We came all that way \u2014", ["clause: and."]],
  ["hyphen between blanks", "We came all the way - and", "We came all the way -", ["clause: and."]],
  ["later comma", "Well, I would like it, if", "Well, I would like it,", ["clause: if."]],
])("the first clause of at least 20 characters ends at a %s", async (_mark, text, first, rest) => {
  expect(await early(text, CLAUSE)).toEqual(["|", `text: ${first}`, ...rest]);
});

test.each(["We paid at 12:30 and at https://a.example RM12,50", "I see, but then, RM12"])(
  "no clause ends inside a token or before 20 characters: %s",
  async (text) => expect((await early(text, CLAUSE)).slice(0, 2)).toEqual(["|", "|"]),
);

test("an open sentence is spoken up to the end of a word, and its rest begins in the middle of a clause", async () => {
  expect(await early("We paid them all of the RM12", WORDS, ".50 and")).toEqual([
    "|",
    "text: We paid them all of,",
    "|",
    "word: the twelve ringgit and fifty sen and.",
  ]);
  expect(await early("RM12 RM13 RM1", WORDS, "4")).toEqual([
    "|",
    "text: twelve ringgit thirteen ringgit,",
    "|",
    "word: fourteen ringgit.",
  ]);
  expect(await early("\u6211\u4eec\u8d70", WORDS)).toEqual([
    "|",
    "text: \u6211\u4eec\u8d70\uff0c",
    "|",
  ]);
});

test("a flush speaks all of the text, and ends no sentence", async () => {
  expect(await early("Hello the", FLUSH, "re. How are", FLUSH, " you, my", FLUSH, "")).toEqual([
    "|",
    "text: Hello the,",
    "word: re.",
    "sentence: How are,",
    "|",
    "word: you, my,",
    "|",
    "|",
  ]);
  expect(await early("I see, ", FLUSH, "yes.", FLUSH, " Then\n\n", FLUSH, "more.")).toEqual([
    "|",
    "text: I see,",
    "|",
    "clause: yes.",
    "sentence: Then.",
    "|",
    "|",
    "paragraph: more.",
  ]);
});

test("an utterance that ends in the middle of a clause is open, one that ends with a mark is not", async () => {
  const reading = createReading(NORMALISE_DEFAULTS, inSentences);
  const isOpen = async (part: TextPart) =>
    (await Array.fromAsync(reading.read(part))).map((each) => [each.text, each.isOpen ?? false]);
  await isOpen("Hello the");
  expect(await isOpen(FLUSH)).toEqual([["Hello the,", true]]);
  await isOpen("re, ");
  expect(await isOpen(FLUSH)).toEqual([["re,", false]]);
  await isOpen("my friend");
  expect(await isOpen(END)).toEqual([["my friend.", false]]);
});

test("the text that is in no utterance yet waits", async () => {
  const reading = createReading(NORMALISE_DEFAULTS, inSentences);
  await Array.fromAsync(reading.read("Hello there. How a"));
  expect(reading.waiting()).toBe(6);
  await Array.fromAsync(reading.read("re"));
  expect(reading.waiting()).toBe(8);
  await Array.fromAsync(reading.read(FLUSH));
  expect(reading.waiting()).toBe(0);
});

test("the utterances of a text in parts are those of the complete text, with their languages and beginnings", async () => {
  const random = createRandom(5);
  const joints = [" ", "\n", "\n\n", " \u4f60\u597d\u3002", "\n- "];
  for (let round = 0; round < 60; round += 1) {
    const some = Array.from({ length: 1 + random(6) }, () => CASES[random(CASES.length)] ?? "");
    const input = some.reduce((text, each) => `${text}${joints[random(joints.length)]}${each}`);
    const texts: string[] = [];
    for (let at = 0; at < input.length;) {
      const end = at + 1 + random(12);
      texts.push(input.slice(at, end));
      at = end;
    }
    for (const shapeOf of [inPassages, inSentences]) {
      const read = (all: TextParts) =>
        Array.fromAsync(speakable(all, round % 5 === 0 ? null : NORMALISE_DEFAULTS, shapeOf));
      expect({ input, all: await read(parts(...texts)) }).toEqual({
        input,
        all: await read(whole(input)),
      });
    }
  }
});

test("in sentences, a sentence is yielded before the next one arrives", async () => {
  let isNextAsked = false;
  async function* sentences(): TextParts {
    yield "This is one sentence of many words. I";
    isNextAsked = true;
    yield " am the next.";
  }
  const utterances = speakable(sentences(), NORMALISE_DEFAULTS, inSentences);
  expect((await utterances.next()).value?.text).toBe("This is one sentence of many words.");
  expect(isNextAsked).toBe(false);
  await utterances.return(undefined);
});

test("the first utterance is yielded before the rest of the text is read", async () => {
  let read = 0;
  async function* endless(): TextParts {
    for (;;) {
      read += 1;
      yield "This is a sentence of some words. ";
    }
  }
  const utterances = speakable(endless(), NORMALISE_DEFAULTS, inPassages);
  expect((await utterances.next()).value?.text).toBe("This is a sentence of some words.");
  expect(read).toBeLessThan(3);
  await utterances.return(undefined);
});

test("the event loop runs other tasks while a long text is read", async () => {
  let turns = 0;
  let isRead = false;
  const turn = (): void => {
    turns += 1;
    if (!isRead) setImmediate(turn);
  };
  setImmediate(turn);
  const text = "One of 3 sentences of some words for RM12.50. ".repeat(1000);
  await spoken(whole(text));
  isRead = true;
  expect(turns).toBeGreaterThan(2);
});

test("speakable(whole()) yields the utterances of a complete text", async () => {
  expect(await spoken(whole("# Title\n\nOne two three four five. Six."))).toEqual([
    "Title. One two three four five.",
    "Six.",
  ]);
  expect([...sentencesOf(normalised("a\n\nb", NORMALISE_DEFAULTS))]).toHaveLength(2);
});
