import { SpeechError } from "./errors.ts";

/**
 * Waits for the first item of `source`, so that a failure before it can still become a proper status, and
 * returns a stream of all items. A source that ends without an item is an error of code "decode". If `signal`
 * aborted meanwhile, the source is closed at once: Bun would never iterate the body of a client that has left,
 * so nobody else would close it.
 */
export async function started<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (signal.aborted) {
    await iterator.return?.();
    throw abortReason(signal);
  }
  if (first.done) throw new SpeechError("decode", "the engine ended without any audio");
  return resume(first.value, iterator);
}

/** An explicit object, not a generator: `return()` must close the source even when nothing was read yet. */
function resume<T>(first: T, iterator: AsyncIterator<T>): AsyncIterableIterator<T> {
  let pending = true;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (!pending) return iterator.next();
      pending = false;
      return { done: false, value: first };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** Waits for `work`, but no longer than until `signal` aborts: then it throws its reason, and `work` is left alone. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = (): void => reject(abortReason(signal));
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  work.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener("abort", leave));
}

/** The SpeechError that `signal` was aborted with, or one of code "aborted" that wraps any other reason. */
export function abortReason(signal: AbortSignal): SpeechError {
  const reason: unknown = signal.reason;
  if (reason instanceof SpeechError) return reason;
  return new SpeechError("aborted", "the reader left before the answer was complete", {
    cause: reason,
  });
}
