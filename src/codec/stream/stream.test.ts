import { expect, test } from "bun:test";
import type { Listener } from "../../engine.ts";
import { createCodec } from "../codec.ts";
import { arriving, codesOf, fakeDecoder, steps } from "../decode/decoder.fake.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import { SAMPLES_PER_TOKEN } from "../codes.ts";

const live = new AbortController().signal;
const LISTENER: Listener = { kind: "live", targetMs: 300 };
/** Undecoded tokens at which the codec pauses reading. */
const MAX_PENDING = 8192;

async function* never(): AsyncGenerator<readonly number[]> {
  yield codesOf(5, 1);
  await new Promise(() => {});
}

/** Gives all pending work of the codec time to end. */
async function settled(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await yieldToEventLoop();
}

test("codec - a slow reader applies back-pressure to the token source and gets all audio", async () => {
  const codes = codesOf(30_000, 1);
  let received = 0;
  let polls = 0;
  async function* tokens(): AsyncGenerator<readonly number[]> {
    while (received < codes.length) {
      const piece = codes.slice(received, received + 64);
      received += piece.length;
      yield piece;
    }
  }
  const { decoder } = fakeDecoder({ sound: steps });
  const now = (): number => ++polls;
  const audio = createCodec(decoder, { limits: { budgetTokens: 800 }, now })(
    tokens(),
    LISTENER,
    live,
  );
  let taken = 0;
  let maxPending = 0;
  for (;;) {
    await yieldToEventLoop();
    await yieldToEventLoop();
    maxPending = Math.max(maxPending, received - taken / SAMPLES_PER_TOKEN);
    if (taken === 0) {
      await settled();
      const before = { received, polls };
      await settled();
      expect({ received, polls }).toEqual(before); // no polling
      expect(received).toBeLessThan(MAX_PENDING + 2 * 64);
    }
    const { done, value } = await audio.next();
    if (done) break;
    const wrong = value.findIndex((sample, at) => {
      return sample !== codes[Math.floor((taken + at) / SAMPLES_PER_TOKEN)]! / 65_536;
    });
    expect(wrong).toBe(-1);
    taken += value.length;
  }
  expect(taken).toBe(codes.length * SAMPLES_PER_TOKEN);
  expect(maxPending).toBeGreaterThan(MAX_PENDING);
  // The excess is one chunk of tokens, the buffered audio chunk, and the 12 ms of the next crossfade.
  expect(maxPending).toBeLessThan(MAX_PENDING + 64 + 300 + 2);
});

test("return() - closes the token source while reading is paused", async () => {
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

test("codec - a stream that fails while reading is paused stops reading", async () => {
  let received = 0;
  async function* tokens(): AsyncGenerator<readonly number[]> {
    for (;;) {
      yield codesOf(64, 1);
      received += 64;
    }
  }
  const { decoder } = fakeDecoder({ refuse: () => true });
  const audio = createCodec(decoder)(tokens(), LISTENER, live);
  await settled();
  const before = received;
  await expect(audio.next()).rejects.toMatchObject({ code: "decode" });
  await settled();
  expect(received).toBe(before);
});

test("next() - an abort rejects a pending call at once, also if no token has arrived", async () => {
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

test("next() - an abort during a run rejects before the run ends", async () => {
  const run = Promise.withResolvers<void>();
  const { decoder } = fakeDecoder();
  const blocked = {
    ...decoder,
    async decode(rows: readonly Int32Array[]) {
      await run.promise;
      return rows.map(steps);
    },
  };
  const client = new AbortController();
  const audio = createCodec(blocked)(arriving(codesOf(200, 1), 1), LISTENER, client.signal);
  const next = audio.next();
  await settled();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  run.resolve();
  await settled();
  await expect(audio.next()).rejects.toMatchObject({ code: "aborted" });
});

test("codec - an abort without a pending call causes no unhandled rejection", async () => {
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

test("return() - ends a pending next() and all later calls of next()", async () => {
  const codec = createCodec(fakeDecoder({ sound: steps }).decoder);
  const audio = codec(never(), LISTENER, live);
  const next = audio.next();
  await settled();
  await audio.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(await audio.next()).toEqual({ done: true, value: undefined });
});

test("next() - an error of the token source rejects a pending call", async () => {
  const fault = Promise.withResolvers<never>();
  async function* tokens(): AsyncGenerator<readonly number[]> {
    yield await fault.promise;
  }
  const next = createCodec(fakeDecoder().decoder)(tokens(), LISTENER, live).next();
  await settled();
  fault.reject(new Error("gone"));
  await expect(next).rejects.toMatchObject({ code: "upstream" });
});

test("next() - delivers chunks decoded before an error of the token source, then throws the error", async () => {
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>();
  async function* tokens(): AsyncGenerator<readonly number[]> {
    yield codesOf(400, 1);
    await broken;
  }
  const { decoder } = fakeDecoder({ sound: steps });
  const audio = createCodec(decoder)(tokens(), LISTENER, live);
  expect((await audio.next()).done).toBeFalse();
  await settled(); // the next chunk is decoded
  breakOff(new Error("reset"));
  await settled();
  expect((await audio.next()).done).toBeFalse();
  await expect(audio.next()).rejects.toThrow("broke off: reset");
});
