import { expect, jest, test } from "bun:test";
import { bufferUntilFirstAudio } from "./firstAudio.ts";
import {
  allCodes,
  event,
  type FakeLm,
  GOOD,
  openFakeLm,
  openSource,
  REQUEST,
  WAIT,
} from "./lm.fake.ts";
import { until } from "../until.fake.ts";
import { openPool } from "./pool.ts";
import type { TokenRequest } from "./source.ts";
import { lmPerTest } from "./lmPerTest.fake.ts";

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

async function buffered(pieces: readonly (readonly number[] | Error)[], tokens = 4) {
  async function* source(): AsyncGenerator<readonly number[]> {
    for (const piece of pieces) {
      if (piece instanceof Error) throw piece;
      yield piece;
    }
  }
  const result = { pieces: [] as (readonly number[])[], progress: 0, error: null as unknown };
  const onProgress = (): void => void (result.progress += 1);
  try {
    for await (const piece of bufferUntilFirstAudio(source(), { tokens, onProgress }))
      result.pieces.push(piece);
  } catch (error) {
    result.error = error;
  }
  return result;
}

test("the first chunk has at least `tokens` codes, later chunks are unchanged", async () => {
  const { pieces } = await buffered([[1], [2], [3], [4], [5], [6, 7]]);
  expect(pieces).toEqual([[1, 2, 3, 4], [5], [6, 7]]);
});

test("onProgress is called for each buffered chunk", async () => {
  expect((await buffered([[1], [2, 3], [4], [5], [6]])).progress).toBe(3);
});

test("a generation with fewer codes is yielded when it ends", async () => {
  expect((await buffered([[1], [2]])).pieces).toEqual([[1, 2]]);
  expect((await buffered([[1]])).pieces).toEqual([[1]]);
});

test("a generation without codes yields nothing", async () => {
  expect((await buffered([])).pieces).toEqual([]);
});

test("a failure while codes are buffered yields nothing", async () => {
  const error = new Error("broken");
  expect(await buffered([[1], [2], [3], error])).toEqual({ pieces: [], progress: 3, error });
});

test("a failure after the first audio keeps what was yielded", async () => {
  const error = new Error("broken");
  expect(await buffered([[1, 2, 3, 4, 5], error])).toMatchObject({
    pieces: [[1, 2, 3, 4, 5]],
    error,
  });
});

const eventsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => event(100 + index));

/** A first utterance, which is buffered until four tokens make audio. */
const FIRST: TokenRequest = { ...REQUEST, firstAudio: { tokens: 4, onProgress: () => {} } };

test.each([
  ["no finish reason", 3, "[DONE]"],
  ["max_tokens", 2, event(9, "length")],
  ["an error event", 3, JSON.stringify({ error: { message: "died", code: 500 } })],
  ["an invalid event", 3, "<html>"],
])(
  "before the first audio, a generation that ends with %s is retried",
  async (_name, codes, end) => {
    lm.answers = [[...eventsOf(codes), end], GOOD];
    expect(await allCodes(openSource(lm.url), FIRST)).toEqual([1, 2, 3]);
    expect(lm.generations()).toHaveLength(2);
  },
);

test("after the first audio a failure is final", async () => {
  lm.answers = [[...eventsOf(4), "[DONE]"], GOOD];
  await expect(allCodes(openSource(lm.url), FIRST)).rejects.toMatchObject({ code: "upstream" });
  expect(lm.generations()).toHaveLength(1);
});

test("before the first audio, an LM that fails twice fails over", async () => {
  await using other = { ...openFakeLm(), [Symbol.asyncDispose]: () => other.close() };
  const sources = [openSource(lm.url), openSource(other.url)];
  lm.answers = [[...eventsOf(3), "[DONE]"]];
  expect(await allCodes(openPool(sources, { slots: 4, now: () => 0 }), FIRST)).toEqual([1, 2, 3]);
  expect(lm.generations()).toHaveLength(2);
});

test("before the first audio, an idle timeout fails over without a retry", async () => {
  jest.useFakeTimers();
  await using other = { ...openFakeLm(), [Symbol.asyncDispose]: () => other.close() };
  const sources = [openSource(lm.url, { idleMs: 500 }), openSource(other.url)];
  lm.answers = [[...eventsOf(3), WAIT]];
  const codes = allCodes(openPool(sources, { slots: 4, now: () => 0 }), FIRST);
  await until(() => lm.generations().length === 1);
  jest.advanceTimersByTime(500);
  expect(await codes).toEqual([1, 2, 3]);
  expect(lm.generations()).toHaveLength(1);
});
