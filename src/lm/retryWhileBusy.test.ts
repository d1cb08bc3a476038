import { afterEach, expect, jest, test } from "bun:test";
import { SpeechError } from "../errors.ts";
import { allCodes, REQUEST } from "./lm.fake.ts";
import { until } from "../until.fake.ts";
import { retryWhileBusy } from "./retryWhileBusy.ts";
import type { TokenSource } from "./source.ts";

afterEach(() => jest.useRealTimers());

const busy = (retryAfterS?: number) =>
  new SpeechError("overloaded", "busy", retryAfterS === undefined ? {} : { retryAfterS });

/** A source whose n-th call yields the codes of, or throws, the n-th outcome. */
function scripted(outcomes: readonly (readonly (number | SpeechError)[])[]) {
  const calls = { count: 0 };
  const source: TokenSource = async function* tokens() {
    const outcome = outcomes[calls.count] ?? [];
    calls.count += 1;
    for (const step of outcome) {
      if (step instanceof SpeechError) throw step;
      yield [step];
    }
  };
  return { source, calls };
}

test("a busy source is retried until it answers", async () => {
  const { source, calls } = scripted([[busy(0)], [busy(0)], [busy(0)], [1, 2]]);
  expect(await allCodes(retryWhileBusy(source))).toEqual([1, 2]);
  expect(calls.count).toBe(4);
});

test("after the first code a busy source is not retried", async () => {
  const { source, calls } = scripted([
    [1, busy(0)],
    [1, 2],
  ]);
  await expect(allCodes(retryWhileBusy(source))).rejects.toThrow("busy");
  expect(calls.count).toBe(1);
});

test("any other error is not retried", async () => {
  const { source, calls } = scripted([[new SpeechError("upstream", "broken")], [1]]);
  await expect(allCodes(retryWhileBusy(source))).rejects.toThrow("broken");
  expect(calls.count).toBe(1);
});

test.each([
  [undefined, 1000],
  [7, 1000],
  [0.2, 200],
])("retryAfterS %p pauses %d ms", async (retryAfterS, pauseMs) => {
  jest.useFakeTimers();
  const { source, calls } = scripted([[busy(retryAfterS)], [1]]);
  const codes = allCodes(retryWhileBusy(source));
  await until(() => jest.getTimerCount() > 0);
  jest.advanceTimersByTime(pauseMs - 1);
  await new Promise(setImmediate);
  expect(calls.count).toBe(1);
  jest.advanceTimersByTime(1);
  expect(await codes).toEqual([1]);
});

test("an abort during the pause ends the retries", async () => {
  const { source, calls } = scripted([[busy()], [1]]);
  const client = new AbortController();
  const codes = Array.fromAsync(retryWhileBusy(source)(REQUEST, client.signal));
  await until(() => calls.count === 1);
  client.abort();
  await expect(codes).rejects.toMatchObject({ code: "aborted" });
  expect(calls.count).toBe(1);
});
