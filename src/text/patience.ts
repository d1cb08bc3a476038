import { sleep } from "../sleep.ts";
import { type FLUSH, PAUSE, type TextParts } from "./speakable.ts";

/**
 * Puts a PAUSE where no part has come for `delayMs`, one in each gap, so that what has come is spoken while the writer
 * thinks. `wait` is replaced in tests.
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
