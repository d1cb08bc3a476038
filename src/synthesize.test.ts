import { afterAll, expect, test } from "bun:test";
import { random } from "../fixtures/random.ts";
import { createCodec } from "./codec/codec.ts";
import { fakeDecoder } from "./codec/decode/decoder.fake.ts";
import type { Engine, Utterance } from "./engine.ts";
import { openFlite } from "./engines/flite/flite.ts";
import { openNeucodec } from "./engines/neucodec/neucodec.ts";
import type { TokenSource } from "./lm/source.ts";
import { gathered } from "./sound.fake.ts";
import type { Mark } from "./sound.ts";
import { OUTPUT_HZ } from "./audio/pcm.ts";
import { type SpeechRequest, synthesize } from "./synthesize.ts";
import { NORMALISE_DEFAULTS } from "./text/normalise.ts";
import { whole } from "./text/speakable.ts";
import { SAMPLING } from "./sampling.fake.ts";

/** Creates an engine that speaks each utterance as 10 ms of a constant level and records the utterances. */
function fakeEngine(sampleRate: number): Engine & { asked: Utterance[]; closed: number } {
  const engine = {
    id: "fake",
    sampleRate,
    voices: [{ id: "a", name: "a" }],
    unit: "passage" as const,
    nativeSpeed: false,
    timing: "exact" as const,
    openVoices: false,
    speakable: /[a-z]/i,
    asked: [] as Utterance[],
    closed: 0,
    async *speak(utterances: AsyncIterable<Utterance>) {
      try {
        for await (const utterance of utterances) {
          engine.asked.push(utterance);
          yield { pcm: new Float32Array(sampleRate / 100).fill(0.5) };
        }
      } finally {
        engine.closed += 1;
      }
    },
    unready: () => null,
    close: async () => {},
  };
  return engine;
}

function request(input: string, speed = 1): SpeechRequest {
  const listener = { kind: "live", targetMs: 300 } as const;
  return {
    text: whole(input),
    voice: "a",
    speed,
    normalize: NORMALISE_DEFAULTS,
    sampling: SAMPLING,
    listener,
  };
}

const live = new AbortController().signal;

test("utterances are spoken in order at the output rate", async () => {
  const engine = fakeEngine(16_000);
  const chunks = await Array.fromAsync(
    synthesize(request("Here is one sentence. 12! And here is the next."), engine, live),
  );
  expect(engine.asked.map((utterance) => utterance.text)).toEqual([
    "Here is one sentence.",
    "twelve! And here is the next.",
  ]);
  const samples = chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
  expect(samples).toBe((2 * OUTPUT_HZ) / 100);
});

test("an utterance that the engine cannot speak is skipped", async () => {
  const engine = fakeEngine(OUTPUT_HZ);
  const input = `This is the first sentence here. ${"漢".repeat(60)}。 This is the last one of them.`;
  await Array.fromAsync(synthesize(request(input), engine, live));
  expect(engine.asked).toHaveLength(2);
  expect(engine.asked[1]?.text).toEndWith("This is the last one of them.");
});

test("a text with nothing to speak is refused with an error on the field input", async () => {
  for (const input of ["", " \n", "!!!", "😀😀", "你好", "\0\ud800"]) {
    const speech = synthesize(request(input), fakeEngine(OUTPUT_HZ), live);
    expect(speech.next()).rejects.toMatchObject({ code: "invalid_input", param: "input" });
  }
});

test("an utterance after a skipped one begins what both of them begin", async () => {
  const engine = { ...fakeEngine(OUTPUT_HZ), unit: "sentence" as const };
  const input = "\u6f22\u3002 One. \u6f22\u3002\n\n\u6f22\u3002 Two. \u6f22\u3002 Three.";
  await Array.fromAsync(synthesize(request(input), engine, live));
  expect(engine.asked.map(({ begins, text }) => `${begins} ${text}`)).toEqual([
    "text One.",
    "paragraph Two.",
    "sentence Three.",
  ]);
});

test("a sentence in a language that the voice cannot say is spoken by another open engine", async () => {
  const counts: number[] = [];
  const english = {
    ...fakeEngine(OUTPUT_HZ),
    voices: [{ id: "a", name: "a", language: "en-US", speaks: ["en", "ms"] as const }],
  };
  const chinese = {
    ...fakeEngine(16_000),
    id: "chinese",
    voices: [{ id: "z", name: "z", language: "zh-CN", speaks: ["zh"] as const }],
    speakable: /\p{Script=Han}/u,
  };
  const input =
    "The first sentence is here. \u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0cOK\u3002 This is the last one.";
  const hooks = { onUnspoken: (characters: number): void => void counts.push(characters) };
  const speech = { ...request(input), engines: [english, chinese], hooks };
  const sounds = await Array.fromAsync(synthesize(speech, english, live));
  expect(english.asked.map(({ text }) => text)).toEqual([
    "The first sentence is here.",
    "This is the last one.",
  ]);
  expect(chinese.asked.map(({ text, voice }) => `${voice} ${text}`)).toEqual([
    "z \u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0cOK\u3002",
  ]);
  const samples = sounds.reduce((sum, { pcm }) => sum + pcm.length, 0);
  expect(samples).toBe((3 * OUTPUT_HZ) / 100);
  expect(counts).toEqual([2]);
  counts.length = 0;
  const alone = { ...speech, text: whole(input), engines: [english] };
  await Array.fromAsync(synthesize(alone, english, live));
  expect(counts).toEqual([6]);
});

test("letters and digits that the engine cannot say are counted, also those of skipped utterances", async () => {
  const counts: number[] = [];
  const onUnspoken = (characters: number): void => void counts.push(characters);
  const input = `This is the first one \u4e16\u754c. ${"\u6f22".repeat(60)}\u3002 This is, say, the last one.`;
  const speech = { ...request(input), hooks: { onUnspoken } };
  await Array.fromAsync(synthesize(speech, fakeEngine(OUTPUT_HZ), live));
  expect(counts.reduce((sum, count) => sum + count)).toBe(62);
  counts.length = 0;
  await Array.fromAsync(
    synthesize({ ...speech, text: whole("All of it.") }, fakeEngine(OUTPUT_HZ), live),
  );
  expect(counts).toEqual([]);
});

test("a client that disconnects closes the engine's stream, and no further text is split", async () => {
  const engine = fakeEngine(OUTPUT_HZ);
  const speech = synthesize(request("This is another sentence. ".repeat(500)), engine, live);
  await speech.next();
  await speech.next();
  await speech.return(undefined);
  expect(engine.asked.length).toBe(2);
  expect(engine.closed).toBe(1);
});

test("without nativeSpeed, the whole answer is stretched to exactly the requested speed", async () => {
  const input = "This is another sentence. ".repeat(9);
  for (const [nativeSpeed, speed] of [
    [false, 0.5],
    [false, 2],
    [true, 2],
  ] as const) {
    const engine = { ...fakeEngine(16_000), nativeSpeed };
    const chunks = await Array.fromAsync(synthesize(request(input, speed), engine, live));
    const samples = chunks.reduce((sum, { pcm }) => sum + pcm.length, 0);
    const natural = (engine.asked.length * OUTPUT_HZ) / 100;
    expect(samples).toBe(nativeSpeed ? natural : natural / speed);
    expect(engine.asked.every((utterance) => utterance.speed === speed)).toBeTrue();
  }
});

const SPEEDS = [0.25, 0.7, 1, 1.6, 4];

/** Makes three tokens for each character, in chunks of 20. */
const tokens: TokenSource = async function* tokens({ prompt: { text } }) {
  const codes = Array.from({ length: 3 * text.length }, (_, at) => (at * 104_729) % 65_536);
  for (let at = 0; at < codes.length; at += 20) yield codes.slice(at, at + 20);
};

const flite = await openFlite({ workers: 2 });
afterAll(() => flite.close());
const neucodec = openNeucodec({
  tokens,
  codec: createCodec(fakeDecoder().decoder),
  speakers: [],
  unready: () => null,
  figures: () => ({}),
  batches: () => new Map(),
  close: async () => {},
});

/** Words as a caller writes them; BETWEEN holds texts that separate two of them. */
const WORDS = [
  "a",
  "the",
  "harbour",
  "Mr",
  "3.14",
  "$5",
  "1,000",
  "**b**ig",
  "don't",
  "USA",
  "na\u00efve",
  "x",
];
const BETWEEN = [
  " ",
  " ",
  " ",
  ", ",
  ". ",
  "! And ",
  "; ",
  " (",
  ") ",
  ' "',
  " \ud83d\ude00 ",
  "\n\n",
  " \u2014 ",
  ": ",
];

interface Text {
  readonly input: string;
  /** Places of the words. */
  readonly places: readonly (readonly [start: number, end: number])[];
}

function randomText(next: (below: number) => number): Text {
  let input = "Now";
  const places: [number, number][] = [[0, 3]];
  for (let words = 4 + next(30); words > 0; words -= 1) {
    const between = BETWEEN[next(BETWEEN.length)]!;
    const and = between.indexOf("And");
    if (and >= 0) places.push([input.length + and, input.length + and + 3]);
    input += between;
    const word = WORDS[next(WORDS.length)]!;
    // Markup before a word is not part of it; markup within it is.
    const [start, end] = word.startsWith("**") ? [2, word.length] : [0, word.length];
    places.push([input.length + start, input.length + end]);
    input += word;
  }
  return { input: `${input}.`, places };
}

interface Options {
  readonly input: string;
  readonly voice: string;
  readonly speed: number;
}

async function speak(engine: Engine, { input, voice, speed }: Options) {
  const sounds = synthesize({ ...request(input, speed), voice }, engine, live);
  const { samples, marks } = await gathered(sounds);
  return { marks, lengthS: samples.length / OUTPUT_HZ };
}

/** Checks that every word has a mark, and that the marks are in order, do not overlap and lie within the audio. */
function expectMarks(text: Text, marks: readonly Mark[], lengthS: number): void {
  expect(marks.map(({ start, end }) => text.input.slice(start, end))).toEqual(
    text.places.map(([start, end]) => text.input.slice(start, end)),
  );
  expect(marks.map(({ start, end }) => [start, end])).toEqual(
    text.places.map((place) => [...place]),
  );
  let doneS = 0;
  for (const { fromS, toS } of marks) {
    expect(fromS).toBeGreaterThanOrEqual(doneS);
    expect(toS).toBeGreaterThan(fromS);
    doneS = toS;
  }
  expect(doneS).toBeLessThanOrEqual(lengthS + 1 / OUTPUT_HZ);
  expect(doneS).toBeGreaterThan(0.7 * lengthS);
}

test("flite marks every word of any text at any speed", async () => {
  for (const [seed, voice] of ["slt", "kal", "awb", "rms"].entries()) {
    const text = randomText(random(seed));
    const input = text.input;
    const spoken = await Promise.all(
      SPEEDS.map(async (speed) => ({ speed, ...(await speak(flite, { input, voice, speed })) })),
    );
    const natural = spoken.find(({ speed }) => speed === 1)!.marks;
    for (const { speed, marks, lengthS } of spoken) {
      expectMarks(text, marks, lengthS);
      expect((marks.at(-1)!.fromS * speed) / natural.at(-1)!.fromS).toBeWithin(0.85, 1.25);
    }
  }
}, 60_000);

test("flite refuses a text without a letter that it can say, instead of speaking silence", async () => {
  for (const input of [
    "\u4f60\u597d",
    "\u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd",
    "\u0645\u0631\u062d\u0628\u0627 \u0661",
    "\u0294 \u01c0",
    "\u0301",
    "}}}}",
  ])
    for (const normalize of [NORMALISE_DEFAULTS, null]) {
      const speech = synthesize({ ...request(input), voice: "slt", normalize }, flite, live);
      await expect(speech.next()).rejects.toMatchObject({ code: "invalid_input" });
    }
});

test.each([
  ["Hello and 336 marks", `Hello ${"}".repeat(336)}a`, [0, 342]],
  ["1,999 commas between letters", `a${",".repeat(1999)}b`, [0, 2000]],
])("flite speaks %s, normalised or not", async (_what, input, starts) => {
  for (const normalize of [NORMALISE_DEFAULTS, null]) {
    const speech = { ...request(input), voice: "slt", normalize };
    const { marks } = await gathered(synthesize(speech, flite, live));
    expect(marks.map(({ start }) => start)).toEqual(starts);
  }
});

test("neucodec marks every word of any text and divides the times by the speed", async () => {
  for (let seed = 100; seed < 106; seed += 1) {
    const text = randomText(random(seed));
    const { marks: natural } = await speak(neucodec, { input: text.input, voice: "v", speed: 1 });
    for (const speed of SPEEDS) {
      const { marks, lengthS } = await speak(neucodec, { input: text.input, voice: "v", speed });
      expectMarks(text, marks, lengthS);
      for (const [at, { fromS, toS }] of marks.entries()) {
        expect(fromS * speed).toBeCloseTo(natural[at]!.fromS, 6);
        expect(toS * speed).toBeCloseTo(natural[at]!.toS, 6);
      }
    }
  }
}, 60_000);
