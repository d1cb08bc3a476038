import { expect, jest, test } from "bun:test";
import { getEventListeners } from "node:events";
import { SpeechError } from "../../src/errors.ts";
import { withFakeTime } from "../time.fake.ts";
import { createIdleTimer, withIdleTimeout } from "./idleTimeout.ts";

const LIMIT_MS = 1000;

/** Runs `run` with an idle timer in fake time. `idle()` returns how often the timer has called back. */
async function withTimer(
  run: (timer: ReturnType<typeof createIdleTimer>, idle: () => number) => unknown,
): Promise<void> {
  let calls = 0;
  await withFakeTime(async () => {
    await run(
      createIdleTimer(LIMIT_MS, () => void (calls += 1)),
      () => calls,
    );
  });
}

/** Creates a source that yields an item when the test calls `give`. Records calls of next() and return(). */
function manual() {
  const waits: PromiseWithResolvers<IteratorResult<string>>[] = [];
  const seen = { closed: 0 };
  const source: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        const wait = Promise.withResolvers<IteratorResult<string>>();
        waits.push(wait);
        return wait.promise;
      },
      async return() {
        seen.closed += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  const give = (value: string): void => waits.at(-1)?.resolve({ done: false, value });
  const finish = (): void => waits.at(-1)?.resolve({ done: true, value: undefined });
  return { source, waits, seen, give, finish };
}

test("createIdleTimer() - calls back once after a wait without progress", () =>
  withTimer((timer, idle) => {
    timer.start();
    jest.advanceTimersByTime(LIMIT_MS - 1);
    expect(idle()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(idle()).toBe(1);
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(1);
  }));

test("createIdleTimer() - measures the time since the last progress in a wait", () =>
  withTimer((timer, idle) => {
    timer.start();
    for (let step = 0; step < 5; step += 1) {
      jest.advanceTimersByTime(0.9 * LIMIT_MS);
      timer.progress();
    }
    expect(idle()).toBe(0);
    jest.advanceTimersByTime(LIMIT_MS);
    expect(idle()).toBe(1);
  }));

test("createIdleTimer() - never calls back outside a wait", () =>
  withTimer((timer, idle) => {
    timer.progress();
    jest.advanceTimersByTime(5 * LIMIT_MS);
    timer.start();
    timer.stop();
    timer.progress();
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));

test("createIdleTimer() - replaces the running wait on a second start", () =>
  withTimer((timer, idle) => {
    timer.start();
    timer.start();
    timer.stop();
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));

test("withIdleTimeout() - yields every item in order and stops the timer at the end", () =>
  withTimer(async (timer, idle) => {
    async function* items() {
      yield* ["a", "b", "c"];
    }
    const { signal } = new AbortController();
    expect(await Array.fromAsync(withIdleTimeout(items(), timer, signal))).toEqual(["a", "b", "c"]);
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));

test("withIdleTimeout() - runs the timer while it waits for an item, not while the consumer processes an item", () =>
  withTimer(async (timer, idle) => {
    const { source, give } = manual();
    const stream = withIdleTimeout(source, timer, new AbortController().signal);
    const first = stream.next();
    jest.advanceTimersByTime(0.9 * LIMIT_MS);
    give("a");
    expect((await first).value).toBe("a");
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
    void stream.next();
    jest.advanceTimersByTime(LIMIT_MS);
    expect(idle()).toBe(1);
  }));

test("withIdleTimeout() - throws the abort reason and closes its source even if the source hangs", () =>
  withTimer(async (timer) => {
    const { source, seen, waits } = manual();
    const abort = new AbortController();
    const next = withIdleTimeout(source, timer, abort.signal).next();
    const reason = new SpeechError("timeout", "no progress");
    abort.abort(reason);
    await expect(next).rejects.toBe(reason);
    expect([waits.length, seen.closed]).toEqual([1, 1]);
  }));

test("withIdleTimeout() - throws at once if the signal aborted between two items", () =>
  withTimer(async (timer, idle) => {
    const { source, give } = manual();
    const abort = new AbortController();
    const stream = withIdleTimeout(source, timer, abort.signal);
    const first = stream.next();
    give("a");
    await first;
    abort.abort();
    await expect(stream.next()).rejects.toMatchObject({ code: "aborted" });
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));

test("withIdleTimeout() - throws its source's error and stops the timer", () =>
  withTimer(async (timer, idle) => {
    const { source, waits } = manual();
    const next = withIdleTimeout(source, timer, new AbortController().signal).next();
    waits[0]?.reject(new Error("boom"));
    await expect(next).rejects.toThrow("boom");
    jest.advanceTimersByTime(5 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));

test("withIdleTimeout() - removes its abort listener at the end, on return, and on an error", () =>
  withTimer(async (timer) => {
    const { signal } = new AbortController();
    const ends = [
      async ({ finish }: ReturnType<typeof manual>) => finish(),
      async ({ waits }: ReturnType<typeof manual>) => waits.at(-1)?.reject(new Error("boom")),
    ];
    for (const end of ends) {
      const fake = manual();
      const next = withIdleTimeout(fake.source, timer, signal).next();
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await end(fake);
      await next.catch(() => {});
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    }
    const fake = manual();
    const stream = withIdleTimeout(fake.source, timer, signal);
    const first = stream.next();
    fake.give("a");
    await first;
    await stream.return(undefined);
    expect([getEventListeners(signal, "abort").length, fake.seen.closed]).toEqual([0, 1]);
  }));

test("a suspended timer does not run; resumed in a wait, it has its whole limit again", () =>
  withTimer((timer, idle) => {
    timer.start();
    jest.advanceTimersByTime(LIMIT_MS - 1);
    timer.suspend();
    jest.advanceTimersByTime(10 * LIMIT_MS);
    timer.resume();
    jest.advanceTimersByTime(LIMIT_MS - 1);
    expect(idle()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(idle()).toBe(1);
  }));

test("a timer that is resumed outside a wait, or started while it is suspended, does not run", () =>
  withTimer((timer, idle) => {
    timer.suspend();
    timer.start();
    jest.advanceTimersByTime(2 * LIMIT_MS);
    timer.stop();
    timer.resume();
    jest.advanceTimersByTime(2 * LIMIT_MS);
    expect(idle()).toBe(0);
  }));
