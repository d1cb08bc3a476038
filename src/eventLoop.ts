/** Resolvers of the callers that wait, each in FIFO order; one pair, because a process has one event loop. */
const urgent: (() => void)[] = [];
const ordinary: (() => void)[] = [];

/**
 * Resolves in a later iteration of the event loop, one caller per iteration, so that sockets and timers are
 * polled between two portions of computation. Urgent callers, whose client waits for its first audio, come first.
 *
 * @example
 * for (const part of parts) {
 *   await yieldToEventLoop();
 *   compute(part);
 * }
 */
export function yieldToEventLoop(urgency: "urgent" | "ordinary" = "ordinary"): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  (urgency === "urgent" ? urgent : ordinary).push(resolve);
  if (urgent.length + ordinary.length === 1) setImmediate(resumeNext);
  return promise;
}

function resumeNext(): void {
  const resume = urgent.shift() ?? ordinary.shift();
  resume?.();
  if (urgent.length + ordinary.length > 0) setImmediate(resumeNext);
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
