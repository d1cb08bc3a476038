import { afterAll, expect, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { hibariModel } from "../../../fixtures/makeHibari.ts";
import type { Engine, Listener, Utterance } from "../../engine.ts";
import { SPELLING } from "../../phonemes/spelling.fake.ts";
import { SAMPLING } from "../../sampling.fake.ts";
import { gathered } from "../../sound.fake.ts";
import { trace } from "../../text/spans.ts";
import { wordsOf } from "../../text/words.ts";
import { fixtureFolder } from "./hibari.fake.ts";
import { type HibariOptions, openHibari } from "./hibari.ts";

const LIVE: Listener = { kind: "live", targetMs: 300 };
const folder = await fixtureFolder();

function open(options: Partial<HibariOptions> = {}): Promise<Engine> {
  const defaults = { folder: folder.path, workers: 1, phonemiser: SPELLING, libraryPath: null };
  return openHibari({ ...defaults, ...options });
}

const engine = await open();
afterAll(async () => {
  await engine.close();
  await folder[Symbol.asyncDispose]();
});

interface Options {
  readonly voice?: string;
  readonly speed?: number;
  readonly seed?: number;
  readonly begins?: Utterance["begins"];
}

async function* utterances(
  texts: readonly string[],
  { voice = "heart", speed = 1, seed = 0, begins = "sentence" }: Options = {},
): AsyncGenerator<Utterance> {
  for (const [at, text] of texts.entries()) {
    const words = wordsOf(trace(text));
    const sampling = { ...SAMPLING, seed };
    const first = at === 0 ? "text" : begins;
    yield { text, words, language: "en", begins: first, voice, speed, sampling };
  }
}

async function spoken(texts: readonly string[], options: Options = {}) {
  const sounds = engine.speak(
    utterances(texts, options),
    { listener: LIVE },
    new AbortController().signal,
  );
  const { samples, marks } = await gathered(sounds);
  return { samples, marks, seconds: samples.length / engine.sampleRate };
}

test("the sound begins 30 ms before the first word and ends 200 ms after the last", async () => {
  const { seconds, marks } = await spoken(["abc."]);
  expect(seconds).toBeCloseTo(0.03 + 0.3 + 0.2, 1);
  expect(marks).toEqual([
    { start: 0, end: 3, fromS: expect.closeTo(0.03, 2), toS: expect.closeTo(0.33, 1) },
  ]);
});

test("each word's mark lies on its sound, at any speed", async () => {
  for (const speed of [0.5, 0.75, 1, 1.25, 2]) {
    const { samples, marks } = await spoken(["ab, cd efg. "], { speed });
    expect(marks.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [4, 6],
      [7, 10],
    ]);
    const loudness = (fromS: number, toS: number): number => {
      const part = samples.slice(Math.round(fromS * 24_000), Math.round(toS * 24_000));
      return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
    };
    const whole = loudness(0, samples.length / 24_000);
    for (const [at, { fromS, toS }] of marks.entries()) {
      expect(loudness(fromS, toS)).toBeGreaterThan(whole / 2);
      const nextS = marks[at + 1]?.fromS ?? samples.length / 24_000;
      const [restS, untilS] = [toS + 0.01, nextS - 0.01];
      if (untilS > restS) expect(loudness(restS, untilS)).toBeLessThan(whole / 5);
    }
  }
});

test("speed scales the duration, from 0.25 to 4", async () => {
  const text = ["abcdefgh ijklmnop qrstuvw."];
  const natural = (await spoken(text)).seconds;
  for (const speed of [0.25, 0.5, 0.75, 1.25, 2, 4]) {
    const { seconds } = await spoken(text, { speed });
    expect((seconds * speed) / natural).toBeWithin(0.94, 1.06);
  }
});

test("a pause between utterances depends on what begins and on the speed", async () => {
  const texts = ["abc.", "def."];
  const lengths = new Map<string, number>();
  for (const begins of ["clause", "sentence", "paragraph"] as const)
    lengths.set(begins, (await spoken(texts, { begins })).seconds);
  const single = (await spoken(["abc."])).seconds;
  expect(lengths.get("clause")).toBeCloseTo(2 * single + 0.1 - 0.15, 3);
  expect(lengths.get("sentence")).toBeCloseTo(2 * single + 0.25 - 0.15, 3);
  expect(lengths.get("paragraph")).toBeCloseTo(2 * single + 0.5 - 0.15, 3);
});

test("equal requests give equal sound, and the seed changes the noise", async () => {
  const text = ["abc def."];
  const first = await spoken(text);
  expect((await spoken(text)).samples).toEqual(first.samples);
  const other = (await spoken(text, { seed: 7 })).samples;
  expect(other).not.toEqual(first.samples);
  expect(other).toHaveLength(first.samples.length);
});

test("an utterance without a sound is silent, and the rest is spoken", async () => {
  expect((await spoken(["...", ", ,"])).samples).toEqual([]);
  const { seconds } = await spoken(["...", "abc."], { begins: "text" });
  expect(seconds).toBeCloseTo((await spoken(["abc."])).seconds, 6);
});

test("an utterance of 500 symbols is spoken in several runs, with the marks of all its words", async () => {
  const text = `${"abc defg, ".repeat(50)}end.`;
  const { marks, seconds } = await spoken([text]);
  expect(marks).toHaveLength(101);
  for (const [at, mark] of marks.entries()) {
    expect(mark.toS).toBeGreaterThan(mark.fromS);
    if (at > 0) expect(mark.fromS).toBeGreaterThanOrEqual(marks[at - 1]!.toS - 1e-9);
  }
  expect(marks.at(-1)!.toS).toBeLessThan(seconds);
});

test("an unknown voice fails only its request", async () => {
  await expect(spoken(["abc."], { voice: "/etc/passwd" })).rejects.toMatchObject({
    code: "unknown_voice",
    message: expect.stringContaining("heart"),
  });
  expect((await spoken(["abc."])).seconds).toBeGreaterThan(0.3);
});

test("a voice is listed if its graph lies in the folder", async () => {
  await using folder = await fixtureFolder({ "kore.onnx": hibariModel() });
  const engine = await open({ folder: folder.path });
  expect(engine.voices.map(({ id }) => id)).toEqual(["heart", "kore"]);
  expect(engine.voices[1]).toEqual({
    id: "kore",
    name: "Kore (female, US)",
    language: "en-US",
    speaks: ["en", "ms"],
    gender: "female",
    licence: "Apache-2.0",
  });
  await engine.close();
});

test("a graph without durations speaks, and its marks are spread evenly", async () => {
  await using folder = await fixtureFolder({ "hibari.onnx": hibariModel({ durations: false }) });
  const other = await open({ folder: folder.path });
  const { marks } = await gathered(
    other.speak(utterances(["abc def."]), { listener: LIVE }, new AbortController().signal),
  );
  await other.close();
  expect(marks).toHaveLength(2);
});

test("openHibari() - names the file that is missing or is no voice", async () => {
  await using folder = await fixtureFolder({ "hibari.onnx": Uint8Array.of(1, 2, 3) });
  const opened = open({ folder: folder.path });
  await expect(opened).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining(join(folder.path, "hibari.onnx")),
  });
  await rm(join(folder.path, "hibari.onnx"));
  await expect(open({ folder: folder.path })).rejects.toThrow("hibari.onnx can't be read");
  await rm(join(folder.path, "vocab.json"));
  await expect(open({ folder: folder.path })).rejects.toThrow("vocab.json can't be read");
});

test("openHibari() - a vocabulary of another model is an error that names the folder", async () => {
  const vocabulary = new TextEncoder().encode(JSON.stringify({ h: 100_000 }));
  await using folder = await fixtureFolder({ "vocab.json": vocabulary });
  const opened = open({ folder: folder.path, workers: 3 });
  await expect(opened).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining(folder.path),
  });
});

test("openHibari() - a graph with spectra of another size is refused", async () => {
  await using folder = await fixtureFolder({ "hibari.onnx": hibariModel({ bins: 600 }) });
  await expect(open({ folder: folder.path })).rejects.toThrow(/output lh to have \d+ values/);
});

test.each([1.5, -1])("openHibari() - the id %d in a vocabulary is refused", async (id) => {
  const vocabulary = new TextEncoder().encode(JSON.stringify({ h: id }));
  await using folder = await fixtureFolder({ "vocab.json": vocabulary });
  await expect(open({ folder: folder.path })).rejects.toThrow("vocab.json can't be read");
});

test("an engine can be closed twice", async () => {
  const engine = await open();
  await engine.close();
  await engine.close();
});

test("a client that disconnects mid-answer frees its Worker", async () => {
  for (let index = 0; index < 20; index += 1) {
    const client = new AbortController();
    const texts = Array<string>(50).fill("abcdefgh ijklmnop qrstuvw.");
    const sounds = engine.speak(utterances(texts), { listener: LIVE }, client.signal);
    let heard = 0;
    for await (const { pcm } of sounds) {
      heard += pcm.length;
      if (heard > index * 5000) break;
    }
    client.abort();
  }
  expect((await spoken(["abc."])).seconds).toBeGreaterThan(0.3);
  expect(engine.unready()).toBeNull();
});

test("an engine that is closed in the middle of runs ends its requests and does not crash", async () => {
  for (let index = 0; index < 10; index += 1) {
    const engine = await open();
    const texts = Array<string>(20).fill("abcdefgh ijklmnop qrstuvw. ".repeat(3));
    const ends = Array.from({ length: 4 }, async () => {
      const sounds = engine.speak(
        utterances(texts),
        { listener: LIVE },
        new AbortController().signal,
      );
      for await (const _sound of sounds);
    });
    const settled = Promise.allSettled(ends);
    await Bun.sleep(index * 4);
    await engine.close();
    for (const end of await settled) expect(end).toMatchObject({ reason: { code: "not_ready" } });
  }
}, 60_000);
