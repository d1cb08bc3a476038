import type { Generation } from "./generation.ts";
import { type Wait, withIdleTimeout } from "./idleTimeout.ts";
import { sseData } from "./sse.ts";

/**
 * Time that the stream may stay open after the end of the generation, milliseconds. The usage and [DONE] usually follow
 * at once, and the last audio waits for them.
 */
const END_GRACE_MS = 1000;

interface Reading {
  readonly generation: Generation;
  /** Waits for one event within the idle timeout. */
  readonly wait: Wait;
}

/**
 * The codes of a response, until the generation is stopped, the stream closes, or a second after the generation has
 * ended. Throws what `wait` and `generation` throw.
 */
export async function* readCodes(
  response: Response,
  { generation, wait }: Reading,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  if (response.body === null) return;
  const events = sseData(response.body);
  while (generation.state !== "stopped") {
    const next = events.next();
    const event = await (generation.state === "ended" ? withGrace(next, signal) : wait(next));
    if (event === "late") {
      generation.stayedOpen();
      return;
    }
    if (event.done) return;
    const codes = generation.push(event.value);
    if (codes === "done") return;
    if (codes.length > 0) yield codes;
  }
}

/** Resolves with "late" when `work` takes longer than a second. */
function withGrace<T>(work: Promise<T>, signal: AbortSignal): Promise<T | "late"> {
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const onTimeout = (): void => resolve("late");
  const limit = { idleMs: END_GRACE_MS, isWaiting: () => true, onTimeout };
  return Promise.race([withIdleTimeout(work, limit, signal), late]);
}
