import { Failure } from "../http/failure.ts";

/** Limits of one request, milliseconds. */
export interface Timeouts {
  /** From the send to the first audio; null if the answer is not audio. */
  readonly firstAudioMs: number | null;
  /** From the send to the last byte. */
  readonly totalMs: number;
  /** Between two bytes, after the first audio. */
  readonly stallMs: number;
}

/** The limits, the monotonic clock (milliseconds) that measures them, and the action when a limit is reached. */
interface Watched {
  readonly timeouts: Timeouts;
  readonly now: () => number;
  readonly stop: (failure: Failure) => void;
}

/**
 * Starts the timers of one request's limits; `close` clears them. `interrupt` stops the request with the failure
 * "aborted".
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
  /**
   * Checks the stall limit. The check runs about once per limit instead of once per read: it is next due when the limit
   * after the last byte ends.
   */
  const checkStall = () => {
    const remainingMs = lastByteMs + stallMs - now();
    if (remainingMs <= 0) stop(new Failure("stalled", `no byte for ${stallMs} ms`));
    else stall = setTimeout(checkStall, remainingMs);
  };
  return {
    sawByte: () => (lastByteMs = now()),
    /** To be called when the first audio arrives. */
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
