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
import { FLUSH, PAUSE, speakable, type TextParts, whole } from "./speakable.ts";
import { inPassages, type ShapeOf } from "./utterances.ts";

const CASES = readCases().map(({ input }) => input);

async function* parts(...texts: (string | typeof FLUSH | typeof PAUSE)[]): TextParts {
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
  take(reader.flush());
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

test.each([
  [
    "after its last clause mark",
    "I see, that is fine, but RM12",
    ["I see, that is fine,", "but twelve ringgit and fifty sen."],
  ],
  [
    "between two words without a clause mark",
    "We paid them all RM12",
    ["We paid them.", "all twelve ringgit and fifty sen."],
  ],
  [
    "after a full-width mark",
    "\u597d\u7684\uff0c\u6211\u4ed8RM12",
    ["\u597d\u7684\uff0c", "\u6211\u4ed8\u5341\u4e8c\u4ee4\u5409\u4e94\u5341\u4ed9\u3002"],
  ],
  ["nowhere inside a token", "Dr. Lee 12", ["Doctor Lee twelve point five zero."]],
])("a pause cuts an open sentence %s", async (_where, text, expected) => {
  expect(await spoken(parts(text, PAUSE, ".50"))).toEqual(expected);
});

test("in sentences, the part before a pause ends in a comma, and a flush ends in a full stop", async () => {
  const text = ["We paid them all RM12", PAUSE, ".50 and", FLUSH, "went home."] as const;
  const all = await Array.fromAsync(speakable(parts(...text), NORMALISE_DEFAULTS, inSentences));
  expect(all.map((each) => `${each.begins}: ${each.text}`)).toEqual([
    "text: We paid them,",
    "clause: all twelve ringgit and fifty sen and.",
    "sentence: went home.",
  ]);
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

test("a pause yields complete sentences that would be grouped with later ones", async () => {
  const sentences = "The first sentence is here. And a second one. ";
  expect(await spoken(parts(sentences, PAUSE, "Then more."))).toEqual([
    "The first sentence is here.",
    "And a second one.",
    "Then more.",
  ]);
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
