import { sleep } from "../sleep.ts";
import { type FLUSH, PAUSE, type TextParts } from "./speakable.ts";

/**
 * Yields the parts, and a PAUSE in each gap in which no part arrives for `delayMs`, so that the text that has arrived is
 * spoken during the gap. Tests replace `wait`.
 *
 * @example
 * speakable(withPauses(parts, 500), NORMALISE_DEFAULTS)
 */
export async function* withPauses(
  parts: TextParts,
  delayMs: number,
  wait: typeof sleep = sleep,
): AsyncGenerator<string | typeof FLUSH | typeof PAUSE> {
  const iterator = parts[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = iterator.next();
      const arrived = new AbortController();
      const first = await Promise.race([next, wait(delayMs, arrived.signal).then(() => PAUSE)]);
      arrived.abort();
      if (first === PAUSE) yield PAUSE;
      const { done, value } = await next;
      if (done) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
