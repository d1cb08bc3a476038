import { Failure } from "../http/failure.ts";

/** Limits of one request, milliseconds. */
export interface Timeouts {
  /** From the send to the first audio; null: the answer is not audio. */
  readonly firstAudioMs: number | null;
  /** From the send to the last byte. */
  readonly totalMs: number;
  /** Without a byte, after the first audio. */
  readonly stallMs: number;
}

/** What is watched: its limits, on which clock, and what to do with the Failure that applies. */
interface Watched {
  readonly timeouts: Timeouts;
  readonly now: () => number;
  readonly stop: (failure: Failure) => void;
}

/** The limits of one request, running from now until `close`; `outer` is our own Ctrl-C. */
export function createWatch({ timeouts, now, stop }: Watched, outer: AbortSignal) {
  const { firstAudioMs, totalMs, stallMs } = timeouts;
  const onOuter = () => stop(new Failure("aborted", "interrupted"));
  outer.addEventListener("abort", onOuter, { once: true });
  if (outer.aborted) onOuter();
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
  /** Re-armed from the last byte when it fires: one timer per stall limit, not one per read. */
  const checkStall = () => {
    const leftMs = lastByteMs + stallMs - now();
    if (leftMs <= 0) stop(new Failure("stalled", `no byte for ${stallMs} ms`));
    else stall = setTimeout(checkStall, leftMs);
  };
  return {
    sawByte: () => (lastByteMs = now()),
    sawAudio() {
      clearTimeout(first);
      stall = setTimeout(checkStall, stallMs);
    },
    close() {
      for (const timer of [total, first, stall]) clearTimeout(timer);
      outer.removeEventListener("abort", onOuter);
    },
  };
}
