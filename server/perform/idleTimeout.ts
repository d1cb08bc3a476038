import { abortReason } from "../../src/streams.ts";

/** Calls back after a wait without progress. */
export interface IdleTimer {
  /** Starts a wait. */
  start(): void;
  /** Ends the wait. */
  stop(): void;
  /** Restarts the time of a running wait; without one it does nothing. */
  progress(): void;
}

/** A timer that calls `onIdle` once a wait has seen no progress for `limitMs`. */
export function createIdleTimer(limitMs: number, onIdle: () => void): IdleTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    start() {
      stop();
      timer = setTimeout(onIdle, limitMs);
    },
    stop,
    progress: () => void timer?.refresh(),
  };
}

/**
 * Passes `source` on and runs `idleTimer` while an item is awaited, never while the consumer works on one. Once
 * `signal` aborts, a wait throws its reason at once, even if `source` hangs.
 */
export async function* withIdleTimeout<T>(
  source: AsyncIterable<T>,
  idleTimer: IdleTimer,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  // One promise per wait; Promise.race against a promise that outlives the stream would keep every item until the end.
  let wait: PromiseWithResolvers<IteratorResult<T>> | undefined;
  const onAbort = (): void => wait?.reject(abortReason(signal));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    for (;;) {
      wait = Promise.withResolvers();
      iterator.next().then(wait.resolve, wait.reject);
      if (signal.aborted) onAbort();
      idleTimer.start();
      const next = await wait.promise.finally(idleTimer.stop);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not awaited: an engine that hangs in next() must not hold the request as well.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
