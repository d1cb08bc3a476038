import { Failure } from "../http/failure.ts";

/** Limits of one request, milliseconds. */
export interface Timeouts {
  /** From the send to the first audio; null: no limit, since the answer is not audio. */
  readonly firstAudioMs: number | null;
  /** From the send to the last byte. */
  readonly totalMs: number;
  /** Between two bytes, from the first audio on. */
  readonly stallMs: number;
}

/** Limits, their monotonic clock (milliseconds), and the action at the first limit that is reached. */
interface Watched {
  readonly timeouts: Timeouts;
  readonly now: () => number;
  readonly stop: (failure: Failure) => void;
}

/**
 * Starts the limits of one request; `close` ends them. `interrupt` is the user's: it stops the request as "aborted".
 *
 * @example
 * const watch = createWatch({ timeouts, now: () => performance.now(), stop: flight.stop }, signal);
 * try {
 *   await flight.ended;
 * } finally {
 *   watch.close();
 * }
 */
export function createWatch({ timeouts, now, stop }: Watched, interrupt: AbortSignal) {
  const { firstAudioMs, totalMs, stallMs } = timeouts;
  const onInterrupt = () => stop(new Failure("aborted", "interrupted"));
  interrupt.addEventListener("abort", onInterrupt, { once: true });
  if (interrupt.aborted) onInterrupt();
  let lastByteMs = 0;
  let stall: ReturnType<typeof setTimeout> | undefined;
  const total = setTimeout(
    () => stop(new Failure("timeout_total", `not complete after ${totalMs} ms`)),
    totalMs,
  );
  const first =
    firstAudioMs === null
      ? undefined
      : setTimeout(
          () => stop(new Failure("timeout_first_audio", `no audio after ${firstAudioMs} ms`)),
          firstAudioMs,
        );
  /** Runs once per stall limit instead of once per read, and waits for the rest of the limit after the last byte. */
  const checkStall = () => {
    const remainingMs = lastByteMs + stallMs - now();
    if (remainingMs <= 0) stop(new Failure("stalled", `no byte for ${stallMs} ms`));
    else stall = setTimeout(checkStall, remainingMs);
  };
  return {
    sawByte: () => (lastByteMs = now()),
    /** The first audio has come. */
    sawAudio() {
      clearTimeout(first);
      stall = setTimeout(checkStall, stallMs);
    },
    close() {
      for (const timer of [total, first, stall]) clearTimeout(timer);
      interrupt.removeEventListener("abort", onInterrupt);
    },
  };
}
