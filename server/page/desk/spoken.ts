import type { Heard } from "../parts/player/player.ts";
import type { Take } from "../parts/take.ts";

/** Least change of the stalled time that is shown, milliseconds; each change renders the page. */
const SHOWN_MS = 50;

/** A take and what the page measured of its playback. */
export interface Spoken {
  readonly take: Take;
  /** From the click to the first audible sample at the loudspeaker, milliseconds; null: not heard from its beginning. */
  readonly firstSoundMs: number | null;
  readonly stalls: number;
  readonly stalledMs: number;
}

/**
 * Returns `spoken` with what is measured of its playback so far: the same object if nothing that is shown has changed.
 * `sentMs` is `performance.now()` when its request was sent.
 */
export function withMeasured(spoken: Spoken, heard: Heard, sentMs: number): Spoken {
  const { stalls, stalledMs, firstSoundAtMs } = heard;
  const firstHeardMs = firstSoundAtMs === null ? null : firstSoundAtMs - sentMs;
  const firstSoundMs = spoken.firstSoundMs ?? firstHeardMs;
  const hasChanged =
    stalls !== spoken.stalls ||
    firstSoundMs !== spoken.firstSoundMs ||
    Math.abs(stalledMs - spoken.stalledMs) > SHOWN_MS;
  return hasChanged ? { take: spoken.take, firstSoundMs, stalls, stalledMs } : spoken;
}
