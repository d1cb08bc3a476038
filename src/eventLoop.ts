/** Pending resolvers in FIFO order; one queue, because a process has one event loop. */
const queue: (() => void)[] = [];

/**
 * Resolves in a later iteration of the event loop, one caller per iteration, so that sockets and timers are
 * polled between two portions of computation.
 *
 * @example
 * for (const part of parts) {
 *   compute(part);
 *   await yieldToEventLoop();
 * }
 */
export function yieldToEventLoop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  queue.push(resolve);
  if (queue.length === 1) setImmediate(resumeNext);
  return promise;
}

function resumeNext(): void {
  queue.shift()?.();
  if (queue.length > 0) setImmediate(resumeNext);
}

/** Longest time that one computation blocks the event loop, milliseconds. */
const SLICE_MS = 5;

/**
 * Returns a function to await between the portions of one computation. It yields to the event loop once the
 * computation has run for 5 ms, and returns at once before that.
 */
export function createYielder(): () => Promise<void> {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < SLICE_MS) return;
    await yieldToEventLoop();
    sinceMs = performance.now();
  };
}
