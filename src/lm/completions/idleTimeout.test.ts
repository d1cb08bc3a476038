import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { SpeechError } from "../../errors.ts";
import { withIdleTimeout } from "./idleTimeout.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A wait of 100 ms for work that never ends, until its timeout aborts it. */
function waiting(isWaiting: () => boolean = () => true) {
  const call = new AbortController();
  const state = { timeouts: 0 };
  const onTimeout = (): void => {
    state.timeouts += 1;
    call.abort(new SpeechError("timeout", "silent"));
  };
  const work = new Promise<never>(() => {});
  const result = withIdleTimeout(work, { idleMs: 100, isWaiting, onTimeout }, call.signal);
  result.catch(() => {});
  return { result, state, call };
}

test("calls onTimeout after idleMs", async () => {
  const { result, state } = waiting();
  jest.advanceTimersByTime(99);
  expect(state.timeouts).toBe(0);
  jest.advanceTimersByTime(1);
  expect(state.timeouts).toBe(1);
  await expect(result).rejects.toMatchObject({ code: "timeout" });
});

test("the timer starts again while the client does not wait for audio", async () => {
  let isWaiting = false;
  const { result, state } = waiting(() => isWaiting);
  jest.advanceTimersByTime(250);
  expect(state.timeouts).toBe(0);
  isWaiting = true;
  jest.advanceTimersByTime(49);
  expect(state.timeouts).toBe(0);
  jest.advanceTimersByTime(1);
  expect(state.timeouts).toBe(1);
  await expect(result).rejects.toMatchObject({ code: "timeout" });
});

test("no timer is left after a result", async () => {
  const { signal } = new AbortController();
  const onTimeout = (): void => {
    throw new Error("must not be called");
  };
  const limits = { idleMs: 100, isWaiting: () => true, onTimeout };
  expect(await withIdleTimeout(Promise.resolve(7), limits, signal)).toBe(7);
  expect(jest.getTimerCount()).toBe(0);
});

test("an abort ends the wait and its timer", async () => {
  const { result, call, state } = waiting();
  call.abort(new SpeechError("aborted", "the client disconnected"));
  await expect(result).rejects.toMatchObject({ code: "aborted" });
  expect([jest.getTimerCount(), state.timeouts]).toEqual([0, 0]);
});

test("an error that is not a SpeechError is a fault of the server, with its cause", async () => {
  const { signal } = new AbortController();
  const cause = new TypeError("socket closed");
  const limits = { idleMs: 100, isWaiting: () => true, onTimeout: () => {} };
  await expect(withIdleTimeout(Promise.reject(cause), limits, signal)).rejects.toMatchObject({
    fault: "server",
    message: "the connection to the speech LM broke: the connection failed",
    cause,
  });
});
