import { SpeechError } from "./errors.ts";

/**
 * Waits for the first item of `source`, so that an earlier failure can still become an HTTP status, and returns a
 * stream of all items. Throws SpeechError "decode" if the source ends without an item. If `signal` aborted meanwhile,
 * closes the source and throws the abort reason. The source would stay open otherwise, because Bun never iterates the
 * response body of a client that has disconnected.
 *
 * @example
 * const audio = await started(synthesize(request, engine, signal), signal);
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

/** Returns an object, not a generator: `return()` of a generator that was not started would not close the source. */
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

/** Waits for `work`. If `signal` aborts first, throws the abort reason and ignores the later result of `work`. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = (): void => reject(abortReason(signal));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  work.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener("abort", onAbort));
}

/** Returns the abort reason if it is a SpeechError, else a SpeechError "aborted" with the reason as its cause. */
export function abortReason(signal: AbortSignal): SpeechError {
  const reason: unknown = signal.reason;
  if (reason instanceof SpeechError) return reason;
  return new SpeechError("aborted", "the client disconnected before the answer was complete", {
    cause: reason,
  });
}
