/** The interruption of one reply by its caller. */
export interface Interruption {
  /** When the caller interrupts; null before the first sound, and if the caller does not interrupt. */
  readonly dueMs: number | null;
  /** When it happened; null if it has not. */
  readonly firedMs: number | null;
  /** Resolves when it happens. */
  readonly fired: Promise<void>;
  /** Takes the time at which the first sound is heard. Calls after the first one change nothing. */
  heard(heardMs: number): void;
  /** The reply is over: there is nothing to interrupt any more. */
  clear(): void;
}

/**
 * Creates the interruption of a reply `afterMs` after its first sound; null: the caller listens to its end.
 *
 * @example
 * const interruption = createInterruption(500, clock);
 * interruption.heard(clock());
 * await interruption.fired; // 500 ms later
 */
export function createInterruption(afterMs: number | null, clock: () => number): Interruption {
  const fired = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [dueMs, firedMs]: [number | null, number | null] = [null, null];
  return {
    get dueMs() {
      return dueMs;
    },
    get firedMs() {
      return firedMs;
    },
    fired: fired.promise,
    heard(heardMs) {
      if (afterMs === null || dueMs !== null) return;
      dueMs = heardMs + afterMs;
      const fire = (): void => {
        firedMs = clock();
        fired.resolve();
      };
      timer = setTimeout(fire, Math.max(0, dueMs - clock()));
    },
    clear: () => clearTimeout(timer),
  };
}
