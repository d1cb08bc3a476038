/** Longest delay of a JavaScript timer, milliseconds: 2^31 − 1. A timer with a longer delay fires at once. */
export const MAX_TIMER_MS = 2_147_483_647;

/**
 * Resolves after `ms` milliseconds (at most 2^31 − 1; at once if negative) or when `signal` aborts. Never rejects: check
 * `signal` afterwards.
 */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.min(Math.max(0, ms), MAX_TIMER_MS));
    signal.addEventListener("abort", wake, { once: true });
    if (signal.aborted) wake();
  });
}
