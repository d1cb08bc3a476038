import { afterEach, expect, jest, test } from "bun:test";
import { allCodes, REQUEST } from "./lm.fake.ts";
import { until } from "../until.fake.ts";
import { openReplay } from "./replay.ts";

afterEach(() => jest.useRealTimers());

const OPTIONS = { text: "<|s_1|><|s_2|><|s_3|>", tokenName: "s_", repeat: 2, delayS: 0 };

test.each([0, 0.002])("the recording is played `repeat` times, delay %d s", async (delayS) => {
  expect(await allCodes(openReplay({ ...OPTIONS, delayS }))).toEqual([1, 2, 3, 1, 2, 3]);
});

test("tokens are read in the given spelling", async () => {
  const options = { ...OPTIONS, text: "<|speech_7|><|s_1|>", tokenName: "speech_", repeat: 1 };
  expect(await allCodes(openReplay(options))).toEqual([7]);
});

test("a client's max_tokens ends the replay", async () => {
  const sampling = { ...REQUEST.sampling, maxTokens: 4 };
  const tokens = openReplay(OPTIONS);
  expect(await allCodes(tokens, { sampling: { ...sampling, maxTokensSet: true } })).toEqual([
    1, 2, 3, 1,
  ]);
  expect(await allCodes(tokens, { sampling })).toHaveLength(6);
});

test("an abort ends the delay", async () => {
  const client = new AbortController();
  const tokens = openReplay({ ...OPTIONS, delayS: 60 })(REQUEST, client.signal);
  const next = tokens[Symbol.asyncIterator]().next();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
});

test("a text without tokens is refused", () => {
  expect(() => openReplay({ ...OPTIONS, text: "no tokens" })).toThrow(/holds no <\|s_N\|> token/);
});

test("without a delay a chunk has at most 64 codes", async () => {
  const text = "<|s_5|>".repeat(130);
  const tokens = openReplay({ ...OPTIONS, text, repeat: 1 });
  const pieces = await Array.fromAsync(tokens(REQUEST, new AbortController().signal));
  expect(pieces.map(({ length }) => length)).toEqual([64, 64, 2]);
});

test("with a delay each code is due at a multiple of it, and a late wake-up catches up", async () => {
  jest.useFakeTimers();
  const clock = { ms: 1000 };
  const pass = (ms: number): void => {
    clock.ms += ms;
    jest.advanceTimersByTime(ms);
  };
  const tokens = openReplay({ ...OPTIONS, repeat: 2, delayS: 0.1, now: () => clock.ms });
  const iterator = tokens(REQUEST, new AbortController().signal)[Symbol.asyncIterator]();
  /** The next piece, which must come after exactly `ms`. */
  const pieceAfter = async (ms: number) => {
    let isDue = false;
    const next = iterator.next().finally(() => (isDue = true));
    await until(() => jest.getTimerCount() > 0);
    pass(ms - 1);
    await new Promise(setImmediate);
    expect(isDue).toBeFalse();
    pass(1);
    return (await next).value;
  };
  expect(await pieceAfter(100)).toEqual([1]);
  expect(await pieceAfter(100)).toEqual([2]);
  pass(250);
  expect(await iterator.next()).toMatchObject({ value: [3, 1] });
  expect(await pieceAfter(50)).toEqual([2]);
  expect(await pieceAfter(100)).toEqual([3]);
  expect(await iterator.next()).toMatchObject({ done: true });
});
