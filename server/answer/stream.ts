import { SpeechError } from "../../src/errors.ts";
import { abortReason } from "../../src/streams.ts";
import { createStallClock } from "./stall.ts";

/** Runs while somebody waits, and calls back when nothing has happened for too long. */
export interface Patience {
  start(): void;
  stop(): void;
  /** Something happened: the time begins anew. */
  progress(): void;
}

/** Calls `late` once a wait has seen no progress for `limitMs`. */
export function createPatience(limitMs: number, late: () => void): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    start: () => {
      timer = setTimeout(late, limitMs);
    },
    stop,
    progress: () => void timer?.refresh(),
  };
}

/**
 * Passes `source` on with `patience`: only while something is wanted does silence count. Once `signal` aborts, a wait
 * ends at once with its reason.
 */
export async function* impatient<T>(
  source: AsyncIterable<T>,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  // One promise a wait, not Promise.race against a lasting one: that would keep every chunk until the end.
  let wait: PromiseWithResolvers<IteratorResult<T>> | undefined;
  const leave = (): void => wait?.reject(abortReason(signal));
  signal.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      wait = Promise.withResolvers();
      iterator.next().then(wait.resolve, wait.reject);
      if (signal.aborted) leave();
      patience.start();
      const next = await wait.promise.finally(patience.stop);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", leave);
    // Not awaited: an engine that is stuck in next() must not hold the request as well.
    void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

export type Ending = "ok" | "left" | "stalled" | "broken";

interface BodyOptions {
  /** A reader that takes nothing for so long is cut. */
  readonly stallMs: number;
  /** Bytes that lie in the kernel for the reader; null when that can't be told. */
  readonly unsent?: () => Promise<number | null>;
  /** The reader goes on, though it has not asked for more yet. */
  readonly moved?: () => void;
  /** Called once, when the body has ended in any way. */
  readonly ended: (how: Ending, error?: unknown) => void;
  /** In a body that can tell of its own failure: what it says then, before it ends. */
  readonly lastWords?: (error: unknown) => Uint8Array;
}

/**
 * `bytes` as the body of an answer, pulled one chunk at a time. A failure breaks the connection (a cut answer never
 * ends cleanly) unless the body can say so in its `lastWords`. When `signal` aborts, the source is closed and the body
 * broken even if nobody reads it.
 */
export function toBody(
  bytes: AsyncIterator<Uint8Array>,
  { stallMs, unsent = async () => null, moved = () => {}, ended, lastWords }: BodyOptions,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let over = false;
  let fail = (_how: Ending, _error: unknown): void => {};
  const end = (how: Ending, error?: unknown): void => {
    if (over) return;
    over = true;
    stall.stop();
    signal.removeEventListener("abort", onAbort);
    if (how !== "ok") {
      fail(how, error);
      void Promise.resolve(bytes.return?.()).catch(() => {});
    }
    ended(how, error);
  };
  const stall = createStallClock({
    limitMs: stallMs,
    unsent,
    moved,
    stalled: () => end("stalled", new SpeechError("aborted", "the client stopped reading")),
  });
  const onAbort = (): void => {
    const reason = abortReason(signal);
    end(reason.code === "aborted" ? "left" : "broken", reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        fail = (how, error) => {
          if (how === "broken" && lastWords !== undefined) {
            controller.enqueue(lastWords(error));
            controller.close();
            // Without a reason: Bun would print it to stderr, and `ended` has it for the log.
          } else controller.error();
        };
        if (signal.aborted) onAbort();
      },
      async pull(controller) {
        stall.stop();
        try {
          const next = await bytes.next();
          if (over) return;
          if (next.done) {
            controller.close();
            end("ok");
            return;
          }
          controller.enqueue(next.value);
          stall.wait();
        } catch (error) {
          end("broken", error);
        }
      },
      cancel: () => end("left", new SpeechError("aborted", "the client left")),
    },
    { highWaterMark: 0 },
  );
}
