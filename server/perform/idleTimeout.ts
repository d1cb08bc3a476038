import { abortReason } from "../../src/streams.ts";

/** Calls back if a wait sees no progress for a time limit. */
export interface IdleTimer {
  /** Starts a wait. */
  start(): void;
  /** Ends the wait. */
  stop(): void;
  /** Restarts the time limit of a running wait. Does nothing if no wait is running. */
  progress(): void;
  /** Suspends the time limit until `resume`, which restarts it if a wait is running then. */
  suspend(): void;
  resume(): void;
}

/** Creates a timer that calls `onIdle` when a wait has seen no progress for `limitMs`. */
export function createIdleTimer(limitMs: number, onIdle: () => void): IdleTimer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = false;
  let suspended = false;
  const set = (): void => {
    clearTimeout(timer);
    timer = waiting && !suspended ? setTimeout(onIdle, limitMs) : undefined;
  };
  const onWait = (isWaiting: boolean) => (): void => {
    waiting = isWaiting;
    set();
  };
  const onSuspended = (isSuspended: boolean) => (): void => {
    suspended = isSuspended;
    set();
  };
  return {
    start: onWait(true),
    stop: onWait(false),
    progress: () => void timer?.refresh(),
    suspend: onSuspended(true),
    resume: onSuspended(false),
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
