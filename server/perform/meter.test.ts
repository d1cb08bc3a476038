import { expect, test } from "bun:test";
import type { Sound } from "../../src/sound.ts";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import type { SpeechFigures } from "../observe/record.ts";
import { createStages } from "../observe/stages.ts";
import { figureHooks, metered } from "./meter.ts";
import { createStallCount } from "./stalls.ts";

const MARK = { start: 0, end: 5, fromS: 0, toS: 0.1 };

/** Passes `sounds` through a meter. Returns the stream, its figures and stages, and the calls to the slot. */
function measure(sounds: readonly Sound[]) {
  let nowMs = 0;
  const figures: SpeechFigures = { engine: "fake", voice: "anna", chars: 5 };
  const stages = createStages(() => nowMs);
  stages.enter("engine");
  const calls: (number | "waiting")[] = [];
  const slot = {
    onAudio: (audioS: number) => void calls.push(audioS),
    onWaiting: () => void calls.push("waiting"),
  };
  async function* source() {
    for (const sound of sounds) {
      nowMs += 10;
      yield sound;
    }
    nowMs += 1;
  }
  const stalls = createStallCount({ nowMs: () => nowMs, readerMs: () => stages.spentMs("reader") });
  const stream = metered(source(), { figures, stages, slot, stalls, elapsedMs: () => nowMs });
  return { stream, figures, stages, calls, pass: (ms: number) => void (nowMs += ms) };
}

function chunk(samples: number): Sound {
  return { pcm: new Float32Array(samples) };
}

test("metered() - tells the slot about each chunk and each wait for the next chunk", async () => {
  const { stream, calls, figures } = measure([chunk(2400), chunk(1200)]);
  expect(await Array.fromAsync(stream)).toHaveLength(2);
  expect(calls).toEqual([0.1, "waiting", 0.05, "waiting"]);
  expect(figures).toMatchObject({ firstAudioMs: 10, audioS: 0.15 });
});

test('metered() - sets the stage to "encoder" while the consumer has a chunk, and otherwise to "engine"', async () => {
  const { stream, stages, pass } = measure([chunk(1), chunk(1)]);
  for await (const _sound of stream) {
    expect(stages.current).toBe("encoder");
    pass(100);
  }
  expect(stages.current).toBe("encoder");
  expect([stages.spentMs("engine"), stages.spentMs("encoder")]).toEqual([21, 200]);
});

test("metered() - counts a stall if audio comes more than 50 ms after the end of the audio before", async () => {
  const { stream, figures, pass } = measure([chunk(2400), chunk(2400), chunk(2400)]);
  await stream.next();
  pass(130); // the encoder's time: the next chunk comes 140 ms after the first one, which lasts 100 ms
  await stream.next();
  expect(figures.stalls).toBeUndefined();
  pass(150);
  await stream.next();
  expect(figures.stalls).toBe(1);
});

test("metered() - yields a chunk that has marks but no samples and does not count it as audio", async () => {
  const marks = { pcm: new Float32Array(), marks: [MARK] };
  const { stream, calls, figures, stages } = measure([marks, chunk(2400)]);
  expect((await stream.next()).value).toBe(marks);
  expect(stages.current).toBe("engine");
  expect(figures.firstAudioMs).toBeUndefined();
  await stream.next();
  expect(figures.firstAudioMs).toBe(20);
  expect(calls).toEqual([0.1]);
});

test('metered() - throws "decode" if the source has no samples', async () => {
  const { stream, figures } = measure([{ pcm: new Float32Array(), marks: [MARK] }]);
  await expect(Array.fromAsync(stream)).rejects.toMatchObject({ code: "decode" });
  expect(figures.audioS).toBeUndefined();
});

test("figureHooks() - onUsage() adds up the tokens of all generations of a request", () => {
  const figures: SpeechFigures = { engine: "fake", voice: "anna", chars: 5 };
  const stages = createStages(() => 0);
  const { onUsage } = figureHooks({ figures, stages, trace: undefined }, () => {});
  onUsage?.({ input: 3, output: 50 });
  expect(figures).toMatchObject({ inputTokens: 3, outputTokens: 50 });
  onUsage?.({ input: 4, output: 60 });
  expect(figures).toMatchObject({ inputTokens: 7, outputTokens: 110 });
});

test('figureHooks() - isWaiting() is true in the stage "engine" only', () => {
  const stages = createStages(() => 0);
  const figures: SpeechFigures = { engine: "fake", voice: "anna", chars: 5 };
  const { isWaiting } = figureHooks({ figures, stages, trace: undefined }, () => {});
  const seen = (["engine", "encoder", "reader"] as const).map((stage) => {
    stages.enter(stage);
    return isWaiting?.();
  });
  expect(seen).toEqual([true, false, false]);
});

test("figureHooks() - isWaiting() is false while the client has unread audio", async () => {
  const engine = createFakeEngine();
  const { speak } = engine;
  let isWaiting: (() => boolean) | undefined;
  engine.speak = (utterances, options, signal) => {
    isWaiting = options.hooks?.isWaiting;
    return speak(utterances, options, signal);
  };
  const { app } = build(engine);
  const response = await app.request(PATH, speech({ input: HELLO, response_format: "pcm" }));
  expect(isWaiting?.()).toBe(false);
  await response.bytes();
});
