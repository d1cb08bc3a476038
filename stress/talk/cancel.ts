import { Failure } from "../http/failure.ts";
import type { CancelRecord } from "../records/talkRecord.ts";
import { sleep } from "../../src/sleep.ts";
import type { LateSound } from "./lateSound.ts";
import type { SlotWatch } from "./slots.ts";
import type { Speaker } from "./speaker.ts";

/** Longest wait for the acknowledgement of a cancellation, milliseconds. */
const ACKNOWLEDGEMENT_MS = 5000;
/** Time after an acknowledgement in which late sound is still seen, milliseconds. */
const SETTLE_MS = 300;

/** What a cancellation needs of its reply. */
interface Cancelling {
  readonly speaker: Speaker;
  readonly clock: () => number;
  readonly slots: SlotWatch;
  readonly isAlone: () => boolean;
  readonly late: LateSound;
  /** Resolves with the acknowledgement. */
  readonly ended: Promise<void>;
}

/**
 * Cancels the reply of `speaker` and measures what follows: the acknowledgement, late sound, and the free slot. Throws
 * Failure if the server does not acknowledge the cancellation.
 */
export async function cancelReply(
  { speaker, clock, slots, isAlone, late, ended }: Cancelling,
  signal: AbortSignal,
): Promise<CancelRecord> {
  const sentMs = clock();
  const isTold = speaker.cancel();
  const freeing = slots.freed(clock, isAlone, signal);
  if (isTold) await acknowledged(ended, signal);
  const freedMs = await freeing;
  await sleep((late.result().acknowledgedMs ?? sentMs) + SETTLE_MS - clock(), signal);
  const { lastMs, soundMs, acknowledgedMs, afterAcknowledgementMs } = late.result();
  return {
    sentMs,
    dropped: !isTold,
    acknowledgedMs,
    lastSoundMs: lastMs,
    soundMs,
    soundAfterAcknowledgementMs: afterAcknowledgementMs,
    freedMs,
  };
}

/** Waits for the acknowledgement. Throws Failure "stalled" after 5 s, and what `ended` rejects with. */
async function acknowledged(ended: Promise<void>, signal: AbortSignal): Promise<void> {
  const limit = new AbortController();
  const late = sleep(ACKNOWLEDGEMENT_MS, AbortSignal.any([signal, limit.signal]));
  try {
    const isTold = await Promise.race([ended.then(() => true), late.then(() => false)]);
    if (isTold) return;
  } finally {
    limit.abort();
  }
  if (signal.aborted) throw new Failure("aborted", "interrupted");
  throw new Failure(
    "stalled",
    `the cancellation was not acknowledged within ${ACKNOWLEDGEMENT_MS} ms`,
  );
}
