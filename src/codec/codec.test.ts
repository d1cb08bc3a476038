import { expect, test } from "bun:test";
import { expectedAudio } from "../../fixtures/makeDecoder.ts";
import { random } from "../../fixtures/random.ts";
import type { Listener } from "../engine.ts";
import { createCodec } from "./codec.ts";
import { arriving, codesOf, difference, fakeDecoder, collected } from "./decode/decoder.fake.ts";
import { SAMPLES_PER_TOKEN } from "./codes.ts";
import { createCodecStats } from "./schedule/stats.ts";

const live = new AbortController().signal;

test("codec - streamed audio equals a one-shot decode for any count, hop, context, pace and listener", async () => {
  const { decoder } = fakeDecoder();
  const codec = createCodec(decoder);
  for (let seed = 0; seed < 40; seed += 1) {
    const next = random(seed);
    const codes = codesOf(1 + next(400), seed);
    const listener: Listener = {
      kind: next(2) === 0 ? "live" : "file",
      targetMs: 300,
      hopS: 0.1 + next(30) / 10,
      contextS: 0.06 + next(10) / 20, // at least three tokens, because the decoder needs two on each side
    };
    const audio = await collected(codec(arriving(codes, seed), listener, live));
    expect(audio.length).toBe(codes.length * SAMPLES_PER_TOKEN);
    expect(difference(audio, expectedAudio(codes))).toBeLessThan(1e-6);
  }
}, 30_000);

test("codec - returns 480 samples per token if windows have no context", async () => {
  const codec = createCodec(fakeDecoder().decoder);
  for (const count of [1, 2, 11, 76, 300]) {
    const listener: Listener = { kind: "live", targetMs: 300, hopS: 0.3, contextS: 0 };
    const audio = await collected(codec(arriving(codesOf(count, count), count), listener, live));
    expect(audio.length).toBe(count * SAMPLES_PER_TOKEN);
  }
});

test("codec - concurrent streams share runs and get their own audio", async () => {
  const { decoder, batches } = fakeDecoder();
  const codec = createCodec(decoder, { limits: { budgetTokens: 800 } });
  const all = Array.from({ length: 12 }, (_, index) => codesOf(100 + 10 * index, index));
  const listener: Listener = { kind: "live", targetMs: 300 };
  const spoken = await Promise.all(
    all.map((codes, index) => collected(codec(arriving(codes, index), listener, live))),
  );
  for (const [index, audio] of spoken.entries()) {
    expect(difference(audio, expectedAudio(all[index] ?? []))).toBeLessThan(1e-6);
  }
  for (const batch of batches) expect(new Set(batch).size).toBe(1);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeGreaterThan(1);
});

test("codec - the windows and the audio of a file do not depend on the pace of its tokens", async () => {
  const codes = codesOf(700, 3);
  const listener: Listener = { kind: "file", targetMs: 10_000 };
  const runs = await Promise.all(
    [1, 2].map(async (seed) => {
      const { decoder, batches } = fakeDecoder();
      const audio = await collected(createCodec(decoder)(arriving(codes, seed), listener, live));
      return { audio, batches };
    }),
  );
  expect(runs[0]).toEqual(runs[1]);
});

test("codec - a window that also fails when retried alone fails only its own stream", async () => {
  const stats = createCodecStats();
  const { decoder } = fakeDecoder({ refuse: (row) => row.includes(666) });
  const codec = createCodec(decoder, { limits: { budgetTokens: 800 }, stats });
  const listener: Listener = { kind: "live", targetMs: 300 };
  const good = codesOf(200, 1).map((code) => (code === 666 ? 0 : code));
  const bad = [...good.slice(0, 100), 666, ...good.slice(100)];
  const [first, second, third] = await Promise.allSettled(
    [good, bad, good].map((codes, index) =>
      collected(codec(arriving(codes, index), listener, live)),
    ),
  );
  expect(second).toMatchObject({ status: "rejected", reason: { code: "decode" } });
  for (const result of [first, third]) expect(result).toMatchObject({ status: "fulfilled" });
  expect(stats.failedWindows).toBe(1);
});

test("codec - an out-of-range code rejects the audio of its stream", async () => {
  const codec = createCodec(fakeDecoder().decoder);
  async function* tokens(): AsyncGenerator<readonly number[]> {
    yield [1, 2, 65_536];
  }
  await expect(
    collected(codec(tokens(), { kind: "live", targetMs: 300 }, live)),
  ).rejects.toMatchObject({ code: "decode" });
});

test("codec - an error of the token source rejects the audio", async () => {
  const codec = createCodec(fakeDecoder().decoder);
  const listener: Listener = { kind: "live", targetMs: 300 };
  async function* broken(): AsyncGenerator<readonly number[]> {
    yield codesOf(50, 1);
    throw new Error("gone");
  }
  await expect(collected(codec(broken(), listener, live))).rejects.toMatchObject({
    code: "upstream",
  });
});

test("codec - an abort between chunks rejects the next read", async () => {
  const codec = createCodec(fakeDecoder().decoder);
  const listener: Listener = { kind: "live", targetMs: 300 };
  const client = new AbortController();
  const audio = codec(arriving(codesOf(1000, 1), 1), listener, client.signal);
  await audio.next();
  client.abort();
  await expect(audio.next()).rejects.toMatchObject({ code: "aborted" });
});

test("codec - a steady tone has no larger steps at window borders than inside a window", async () => {
  const codec = createCodec(fakeDecoder().decoder);
  const tone = Array.from({ length: 300 }, () => 640);
  const listener: Listener = { kind: "live", targetMs: 300, hopS: 0.3, contextS: 0.1 };
  const audio = await collected(codec(arriving(tone, 5), listener, live));
  const steps = audio.slice(1).map((sample, index) => Math.abs(sample - (audio[index] ?? 0)));
  const inside = steps
    .slice(3 * SAMPLES_PER_TOKEN, 4 * SAMPLES_PER_TOKEN)
    .reduce((a, b) => Math.max(a, b), 0);
  const most = steps
    .slice(3 * SAMPLES_PER_TOKEN, -3 * SAMPLES_PER_TOKEN)
    .reduce((a, b) => Math.max(a, b), 0);
  expect(most).toBeLessThanOrEqual(inside * 1.001);
});
