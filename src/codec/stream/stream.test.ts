import { expect, test } from "bun:test";
import type { Listener } from "../../engine.ts";
import { createCodec } from "../codec.ts";
import { arriving, codesOf, fakeDecoder, steps } from "../decode/decoder.fake.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";

const live = new AbortController().signal;
const LISTENER: Listener = { kind: "live", targetMs: 300 };
/** Undecoded tokens at which reading pauses, as the codec has it. */
const MOST_PENDING = 8192;

async function* never(): AsyncGenerator<readonly number[]> {
  yield codesOf(5, 1);
  await new Promise(() => {});
}

/** Turns of the event loop, enough for whatever is going on to end. */
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await yieldToEventLoop();
}

test("a slow reader makes the LM wait: 30,000 tokens arrive whole, and few of them at a time", async () => {
  const codes = codesOf(30_000, 1);
  let came = 0;
  let looks = 0;
  async function* tokens(): AsyncGenerator<readonly number[]> {
    while (came < codes.length) {
      const piece = codes.slice(came, came + 64);
      came += piece.length;
      yield piece;
    }
  }
  const { decoder } = fakeDecoder({ sound: steps });
  const now = (): number => ++looks;
  const audio = createCodec(decoder, { limits: { budgetTokens: 800 }, now })(
    tokens(),
    LISTENER,
    live,
  );
  let heard = 0;
  let most = 0;
  for (;;) {
    await yieldToEventLoop();
    await yieldToEventLoop();
    most = Math.max(most, came - heard / SAMPLES_PER_TOKEN);
    if (heard === 0) {
      await settled();
      const before = { came, looks };
      await settled();
      expect({ came, looks }).toEqual(before); // it sleeps
      expect(came).toBeLessThan(MOST_PENDING + 2 * 64);
    }
    const { done, value } = await audio.next();
    if (done) break;
    const wrong = value.findIndex((sample, at) => {
      return sample !== codes[Math.floor((heard + at) / SAMPLES_PER_TOKEN)]! / 65_536;
    });
    expect(wrong).toBe(-1);
    heard += value.length;
  }
  expect(heard).toBe(codes.length * SAMPLES_PER_TOKEN);
  expect(most).toBeGreaterThan(MOST_PENDING);
  // Beyond what waits: one piece, the chunk that is ready, and the 12 ms that are held back.
  expect(most).toBeLessThan(MOST_PENDING + 64 + 75 + 2);
});

test("a reader that leaves while reading pauses closes the tokens", async () => {
  const closed = Promise.withResolvers<string>();
  async function* tokens(): AsyncGenerator<readonly number[]> {
    try {
      for (;;) yield codesOf(64, 1);
    } finally {
      closed.resolve("closed");
    }
  }
  const codec = createCodec(fakeDecoder({ sound: steps }).decoder);
  const audio = codec(tokens(), LISTENER, live);
  await settled();
  await audio.return?.();
  expect(await closed.promise).toBe("closed");
});

test("a stream that failed while reading paused reads no more and tells its own error", async () => {
  let came = 0;
  async function* tokens(): AsyncGenerator<readonly number[]> {
    for (;;) {
      yield codesOf(64, 1);
      came += 64;
    }
  }
  const { decoder } = fakeDecoder({ refuse: () => true });
  const audio = createCodec(decoder)(tokens(), LISTENER, live);
  await settled();
  const before = came;
  await expect(audio.next()).rejects.toMatchObject({ code: "decode" });
  await settled();
  expect(came).toBe(before);
});

test("a reader that aborts while it waits is told at once, also when tokens never come", async () => {
  const codec = createCodec(fakeDecoder({ sound: steps }).decoder);
  async function* silent(): AsyncGenerator<readonly number[]> {
    await new Promise(() => {});
    yield [];
  }
  for (const tokens of [silent(), never()]) {
    const client = new AbortController();
    const next = codec(tokens, LISTENER, client.signal).next();
    await settled();
    client.abort();
    await expect(next).rejects.toMatchObject({ code: "aborted" });
  }
});

test("an abort during the run is told before the run ends, and its audio goes nowhere", async () => {
  const run = Promise.withResolvers<void>();
  const { decoder } = fakeDecoder();
  const held = {
    ...decoder,
    async decode(rows: readonly Int32Array[]) {
      await run.promise;
      return rows.map(steps);
    },
  };
  const client = new AbortController();
  const audio = createCodec(held)(arriving(codesOf(200, 1), 1), LISTENER, client.signal);
  const next = audio.next();
  await settled();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  run.resolve();
  await settled();
  await expect(audio.next()).rejects.toMatchObject({ code: "aborted" });
});

test("an abort before the first read, or with no reader at all, rejects nothing by itself", async () => {
  const unhandled: unknown[] = [];
  const seen = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", seen);
  try {
    const codec = createCodec(fakeDecoder({ sound: steps }).decoder);
    const client = new AbortController();
    const audio = codec(never(), LISTENER, client.signal);
    async function* broken(): AsyncGenerator<readonly number[]> {
      yield* arriving(codesOf(100, 1), 1);
      throw new Error("gone");
    }
    codec(broken(), LISTENER, client.signal);
    codec(arriving([1, 2, 70_000], 1), LISTENER, client.signal);
    await settled();
    client.abort();
    await settled();
    expect(unhandled).toEqual([]);
    await expect(audio.next()).rejects.toMatchObject({ code: "aborted" });
    const late = codec(never(), LISTENER, client.signal);
    await expect(late.next()).rejects.toMatchObject({ code: "aborted" });
  } finally {
    process.off("unhandledRejection", seen);
  }
});

test("return ends a next that waits, and all later ones", async () => {
  const codec = createCodec(fakeDecoder({ sound: steps }).decoder);
  const audio = codec(never(), LISTENER, live);
  const next = audio.next();
  await settled();
  await audio.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(await audio.next()).toEqual({ done: true, value: undefined });
});

test("tokens that throw while a reader waits reach it", async () => {
  const fault = Promise.withResolvers<never>();
  async function* tokens(): AsyncGenerator<readonly number[]> {
    yield await fault.promise;
  }
  const next = createCodec(fakeDecoder().decoder)(tokens(), LISTENER, live).next();
  await settled();
  fault.reject(new Error("gone"));
  await expect(next).rejects.toMatchObject({ code: "upstream" });
});

test("tokens that break off: what was decoded before is heard before the failure", async () => {
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>();
  async function* tokens(): AsyncGenerator<readonly number[]> {
    yield codesOf(400, 1);
    await broken;
  }
  const { decoder } = fakeDecoder({ sound: steps });
  const audio = createCodec(decoder)(tokens(), LISTENER, live);
  expect((await audio.next()).done).toBeFalse();
  await settled(); // the next chunk is ready now
  breakOff(new Error("reset"));
  await settled();
  expect((await audio.next()).done).toBeFalse();
  await expect(audio.next()).rejects.toThrow("broke off: reset");
});
