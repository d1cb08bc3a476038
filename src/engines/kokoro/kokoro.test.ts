import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { kokoroModel } from "../../../fixtures/makeKokoro.ts";
import { TARGET_LUFS } from "../../audio/loudness.ts";
import type { Engine, Listener, Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { SPELLING } from "../../phonemes/spelling.fake.ts";
import { SAMPLING } from "../../sampling.fake.ts";
import { gathered } from "../../sound.fake.ts";
import { trace } from "../../text/spans.ts";
import { wordsOf } from "../../text/words.ts";
import { amplitude, fixtureFolder } from "./kokoro.fake.ts";
import { type KokoroOptions, openKokoro } from "./kokoro.ts";

const LIVE: Listener = { kind: "live", targetMs: 300 };
const forever = new AbortController().signal;
const folder = await fixtureFolder();

function open(path = folder.path, options: Partial<KokoroOptions> = {}): Promise<Engine> {
  const files = {
    model: join(path, "model.onnx"),
    voices: join(path, "voices"),
    vocabulary: join(path, "vocab.json"),
  };
  return openKokoro(
    { ...files, phonemiser: SPELLING, libraryPath: null, cores: 1, ...options },
    forever,
  );
}

const engine = await open();
afterAll(async () => {
  await engine.close();
  await folder[Symbol.asyncDispose]();
});

interface Options {
  readonly voice?: string;
  readonly speed?: number;
}

async function* utterances(
  texts: readonly string[],
  { voice = "af_heart", speed = 1 }: Options = {},
): AsyncGenerator<Utterance> {
  for (const [at, text] of texts.entries()) {
    const words = wordsOf(trace(text));
    const begins = at === 0 ? "text" : "sentence";
    yield { text, words, language: "en", begins, voice, speed, sampling: SAMPLING };
  }
}

async function spoken(texts: readonly string[], options: Options = {}, from: Engine = engine) {
  const sounds = from.speak(utterances(texts, options), { listener: LIVE }, forever);
  const { samples, marks } = await gathered(sounds);
  return { samples, marks, seconds: samples.length / from.sampleRate };
}

test("the silence at both ends is trimmed, and the marks move with the sound", async () => {
  const { seconds, marks } = await spoken(["abc."]);
  expect(seconds).toBeCloseTo(0.03 + 0.3 + 0.2, 1);
  expect(marks).toEqual([
    { start: 0, end: 3, fromS: expect.closeTo(0.03, 2), toS: expect.closeTo(0.33, 1) },
  ]);
});

test("a run gets the style for its number of ids, at the common loudness", async () => {
  const peakOf = (samples: readonly number[]): number => Math.max(...samples.map(Math.abs));
  const short = peakOf((await spoken(["abc."])).samples);
  const long = peakOf((await spoken([`${"abcdefgh ".repeat(9)}abcdefgh.`])).samples);
  expect(long / short).toBeCloseTo(amplitude(90) / amplitude(4), 3);
  expect(short).toBeCloseTo(amplitude(4) * 10 ** ((TARGET_LUFS + 23) / 20), 2);
});

test("speed scales the duration, from 0.25 to 4", async () => {
  const text = ["abcdefgh ijklmnop qrstuvw."];
  const natural = (await spoken(text)).seconds;
  for (const speed of [0.25, 0.5, 1.25, 2, 4]) {
    const { seconds } = await spoken(text, { speed });
    expect((seconds * speed) / natural).toBeWithin(0.93, 1.07);
  }
});

test("marks alone are not sent to the model", async () => {
  expect((await spoken(["...", ", ,"])).samples).toEqual([]);
});

test("an utterance of 1,000 symbols is spoken in several runs, with the marks of all its words", async () => {
  const { marks, seconds } = await spoken([`${"abc defg, ".repeat(100)}end.`]);
  expect(marks).toHaveLength(201);
  expect(marks.at(-1)!.toS).toBeLessThan(seconds);
});

test("voices are described by their names; those without a file are not listed", () => {
  expect(engine.voices).toEqual([
    {
      id: "af_heart",
      name: "Heart (female, US)",
      language: "en-US",
      speaks: ["en", "ms"],
      gender: "female",
      licence: "Apache-2.0",
    },
    {
      id: "zm_yunxi",
      name: "Yunxi (male, Mandarin)",
      language: "zh-CN",
      speaks: ["zh"],
      gender: "male",
      licence: "Apache-2.0",
    },
  ]);
});

test("Chinese characters are spoken and have marks", async () => {
  expect(engine.speakable.test("\u4f60")).toBeTrue();
  const { marks } = await spoken(["\u4f60\u597d abc."], { voice: "zm_yunxi" });
  expect(marks.map(({ start, end }) => [start, end])).toEqual([
    [0, 1],
    [1, 2],
    [3, 6],
  ]);
});

test("an unknown voice fails only its request", async () => {
  await expect(spoken(["abc."], { voice: "../af_heart" })).rejects.toMatchObject({
    code: "unknown_voice",
  });
  expect((await spoken(["abc."])).seconds).toBeGreaterThan(0.3);
});

test("the number of live listeners is measured", () => {
  expect(engine.liveCapacity).toBeGreaterThan(1);
});

test("the export of the hub speaks the same, and without durations the marks are estimated", async () => {
  const same = (await spoken(["abc def."])).samples;
  await using hub = await fixtureFolder({ "model.onnx": kokoroModel({ isHub: true }) });
  const other = await open(hub.path);
  expect((await spoken(["abc def."], {}, other)).samples).toEqual(same);
  await other.close();
  await using untimed = await fixtureFolder({ "model.onnx": kokoroModel({ durations: false }) });
  const third = await open(untimed.path);
  expect([engine.timing, third.timing]).toEqual(["exact", "estimated"]);
  expect((await spoken(["abc def."], {}, third)).marks).toHaveLength(2);
  await third.close();
});

test.each([
  ["model.onnx", "the model"],
  ["voices/af_heart.bin", "the voice"],
  ["vocab.json", "the vocabulary"],
])("openKokoro() - names the file %s that is not what it should be", async (file, what) => {
  await using bad = await fixtureFolder({ [file]: Uint8Array.of(1, 2, 3) });
  await expect(open(bad.path)).rejects.toMatchObject({
    code: "internal",
    message: expect.stringContaining(`${what} ${join(bad.path, file)} can't be`),
  });
});

test("openKokoro() - says where voices belong if there is none", async () => {
  await expect(open(folder.path, { voices: folder.path })).rejects.toThrow(
    `no voice of Kokoro lies in ${folder.path}`,
  );
});

test("openKokoro() - throws the abort reason and frees the model if the start is stopped", async () => {
  const path = folder.path;
  const stop = AbortSignal.abort(new SpeechError("not_ready", "stopped"));
  const start = openKokoro(
    {
      model: join(path, "model.onnx"),
      voices: join(path, "voices"),
      vocabulary: join(path, "vocab.json"),
      phonemiser: SPELLING,
      libraryPath: null,
    },
    stop,
  );
  await expect(start).rejects.toThrow("stopped");
});

test("a client that disconnects in the middle of an answer frees its Worker", async () => {
  for (let index = 0; index < 10; index += 1) {
    const client = new AbortController();
    const texts = Array<string>(50).fill("abcdefgh ijklmnop qrstuvw.");
    const sounds = engine.speak(utterances(texts), { listener: LIVE }, client.signal);
    let heard = 0;
    for await (const { pcm } of sounds) {
      heard += pcm.length;
      if (heard > index * 10_000) break;
    }
    client.abort();
  }
  expect((await spoken(["abc."])).seconds).toBeGreaterThan(0.3);
  expect(engine.unready()).toBeNull();
});

test("an engine that is closed in the middle of runs fails its requests and does not crash", async () => {
  for (let index = 0; index < 10; index += 1) {
    const engine = await open();
    const texts = Array<string>(20).fill("abcdefgh ijklmnop qrstuvw ".repeat(10));
    const ends = Array.from({ length: 4 }, () => spoken(texts, {}, engine));
    const settled = Promise.allSettled(ends);
    await Bun.sleep(index * 2);
    await engine.close();
    for (const end of await settled) expect(end).toMatchObject({ reason: { code: "not_ready" } });
  }
}, 60_000);
