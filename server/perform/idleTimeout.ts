import { abortReason } from "../../src/streams.ts";

/** Calls back if a wait sees no progress for a time limit. */
export interface IdleTimer {
  /** Starts a wait. */
  start(): void;
  /** Ends the wait. */
  stop(): void;
  /** Restarts the time limit of a running wait. Does nothing if no wait is running. */
  progress(): void;
}

/** Creates a timer that calls `onIdle` when a wait has seen no progress for `limitMs`. */
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
 * Yields the items of `source`. `idleTimer` runs while an item is awaited, not while the consumer processes an item.
 * If `signal` aborts, a wait throws the signal's reason at once, even if `source` hangs.
 */
export async function* withIdleTimeout<T>(
  source: AsyncIterable<T>,
  idleTimer: IdleTimer,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  // Each wait has its own promise. Promise.race() with one abort promise for the whole stream would keep every item in
  // memory until the stream ends.
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
    // Not awaited, because return() of an engine that hangs in next() hangs too, and the request must end anyway.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
