import { afterAll, expect, test } from "bun:test";
import { hibariModel } from "../../../fixtures/makeHibari.ts";
import type { Engine, SpokenText, Utterance } from "../../engine.ts";
import { SPELLING } from "../../phonemes/spelling.fake.ts";
import { SAMPLING } from "../../sampling.fake.ts";
import { gathered } from "../../sound.fake.ts";
import { trace } from "../../text/spans.ts";
import { wordsOf } from "../../text/words.ts";
import { continuedPiece } from "./continuedPiece.ts";
import { fixtureFolder } from "./hibari.fake.ts";
import { openHibari } from "./hibari.ts";

const FADING = 0.005;

async function open(model: Uint8Array) {
  const folder = await fixtureFolder({ "hibari.onnx": model });
  const options = { folder: folder.path, workers: 1, phonemiser: SPELLING, libraryPath: null };
  return { engine: await openHibari(options), folder };
}

const { engine, folder } = await open(hibariModel({ fading: FADING }));
afterAll(async () => {
  await engine.close();
  await folder[Symbol.asyncDispose]();
});

const spokenText = (text: string): SpokenText => ({ text, words: wordsOf(trace(text)) });

function utterance(text: string, soFar?: string, speed = 1): Utterance {
  return {
    ...spokenText(text),
    ...(soFar !== undefined && { sentenceSoFar: spokenText(soFar) }),
    language: "en",
    begins: "clause",
    voice: "heart",
    speed,
    sampling: SAMPLING,
  };
}

function speak(by: Engine, spoken: Utterance) {
  const utterances = (async function* () {
    yield spoken;
  })();
  const options = { listener: { kind: "file", targetMs: 1000 } } as const;
  return gathered(by.speak(utterances, options, new AbortController().signal));
}

/** Returns the energy of the last word and of the silence around it. */
async function lastEnergy(spoken: Utterance): Promise<number> {
  const { samples, marks } = await speak(engine, spoken);
  const from = Math.round((marks.at(-1)!.fromS - 0.03) * 24_000);
  return samples.slice(from).reduce((sum, sample) => sum + sample ** 2, 0);
}

test("a clause continues the course of the sentence before it, at any speed", async () => {
  for (const speed of [0.5, 1, 2]) {
    const inWhole = await lastEnergy(utterance("ab, cd efg, hi.", undefined, speed));
    const continued = await lastEnergy(utterance("hi.", "ab, cd efg,", speed));
    const alone = await lastEnergy(utterance("hi.", undefined, speed));
    // At speed 2 the stretcher joins the short word differently in each.
    expect(continued / inWhole).toBeWithin(0.75, 1.25);
    expect(alone / inWhole).toBeGreaterThan(1.5);
  }
});

test("no sound of the sentence so far is spoken again, and the pause before a clause stays", async () => {
  const alone = await speak(engine, utterance("cd efg."));
  const continued = await speak(engine, utterance("cd efg.", "ab ab ab,"));
  expect(continued.samples.length / alone.samples.length).toBeWithin(0.98, 1.02);
  expect(continued.marks).toHaveLength(2);
  for (const [at, { start, end, fromS, toS }] of alone.marks.entries())
    expect(continued.marks[at]).toEqual({
      start,
      end,
      fromS: expect.closeTo(fromS, 1),
      toS: expect.closeTo(toS, 1),
    });
});

test("a graph without durations speaks a clause by itself", async () => {
  const other = await open(hibariModel({ durations: false, fading: FADING }));
  const alone = await speak(other.engine, utterance("hi."));
  expect(await speak(other.engine, utterance("hi.", "ab, cd efg,"))).toEqual(alone);
  await other.engine.close();
  await other.folder[Symbol.asyncDispose]();
});

test("continuedPiece() - has the phonemes of the sentence, and the words of the utterance", () => {
  expect(continuedPiece(utterance("ef, GH ij.", "ab, cd"), SPELLING, 100)).toEqual({
    symbols: "ab, cd ef, GH ij.",
    words: [
      { word: 0, from: 7 },
      { word: 2, from: 14 },
    ],
  });
});

test("continuedPiece() - null without a sentence so far, without a sound, and if it is too long", () => {
  expect(continuedPiece(utterance("ab."), SPELLING, 100)).toBeNull();
  expect(continuedPiece(utterance("AB.", "ab,"), SPELLING, 100)).toBeNull();
  expect(continuedPiece(utterance("ef.", "ab, cd"), SPELLING, 9)).toBeNull();
  expect(continuedPiece(utterance("ef.", "ab, cd"), SPELLING, 10)).not.toBeNull();
});
