/** Who waits for a turn; a process has one event loop, so there is one line. */
const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop, in which nobody else's does: between two portions of plain computation,
 * whoever's they are, sockets and timers are looked at.
 */
export function turn(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.push(resolve);
  if (waiting.length === 1) setImmediate(next);
  return promise;
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

/** One computation keeps the event loop for so long, milliseconds. */
const TURN_MS = 5;

/** To be awaited between the portions of one computation: it waits for a turn once that has had its own. */
export function createTurns(): () => Promise<void> {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < TURN_MS) return;
    await turn();
    sinceMs = performance.now();
  };
}
