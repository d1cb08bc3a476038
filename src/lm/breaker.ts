/** Failures in a row that open the breaker. */
const OPEN_AFTER = 3;
/** Time that the breaker stays open, milliseconds; then it is half open. */
const OPEN_MS = 5000;

/**
 * A circuit breaker for one LM: closed until it fails three times in a row, then open for five seconds, then half open.
 */
export interface Breaker {
  /** True once three failures came in a row, until a success. */
  readonly isOpen: boolean;
  /** Whether a request may be sent while `outstanding` others run: closed, or half open with no other (one probe). */
  admits(outstanding: number): boolean;
  succeeded(): void;
  failed(): void;
}

/** `now`: a clock that never runs backwards, milliseconds. */
export function createBreaker(now: () => number): Breaker {
  let failures = 0;
  let openUntilMs = 0;
  return {
    get isOpen() {
      return failures >= OPEN_AFTER;
    },
    admits: (outstanding) => failures < OPEN_AFTER || (now() >= openUntilMs && outstanding === 0),
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
      openUntilMs = now() + OPEN_MS;
    },
  };
}
