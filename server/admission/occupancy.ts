import type { Work } from "./fairQueue.ts";
import type { Limits } from "./limits.ts";

export interface OccupancyOptions extends Pick<Limits, "maxInFlight" | "maxAudioS"> {
  /** True if there are several API keys. No key may then take all slots. */
  readonly shared: boolean;
}

/**
 * The slots in use. A request may take a slot if
 *
 *     f > 0   and   k < 8·f (several keys)   and   (n = 0   or   S + min(a, 24) ≤ maxAudioS)
 *
 * where
 *
 *     n, f  requests in flight, and free slots: maxInFlight − n
 *     k     requests of its key in flight
 *     8     SHARE: a key has at most this many times the number of free slots, so that a slot remains for other keys
 *           (dynamic thresholds, Choudhury and Hahne, 1998)
 *     a     estimated seconds of its audio (estimate.ts)
 *     24    MAX_ACTIVE_S: an engine works on at most two utterances of a request at a time, 12 s each. A longer text
 *           loads the engine for a longer time, but not more heavily
 *     S     sum of min(a, 24) over the requests in flight, seconds
 */
export interface Occupancy {
  readonly inFlight: number;
  ofKey(key: string): number;
  /** True if a slot is free for this key. */
  hasSlot(key: string): boolean;
  /** True if the request's seconds of audio fit. A request always fits if no other is in flight. */
  fits(work: Work): boolean;
  add(work: Work): void;
  remove(work: Work): void;
}

export const SHARE = 8;
const MAX_ACTIVE_S = 24;

export function createOccupancy(options: OccupancyOptions): Occupancy {
  const { maxInFlight, maxAudioS, shared } = options;
  const byKey = new Map<string, number>();
  let inFlight = 0;
  let activeS = 0;

  const ofKey = (key: string): number => byKey.get(key) ?? 0;

  return {
    get inFlight() {
      return inFlight;
    },
    ofKey,
    hasSlot(key) {
      const free = maxInFlight - inFlight;
      return free > 0 && !(shared && ofKey(key) >= SHARE * free);
    },
    fits: (work) => maxAudioS === null || inFlight === 0 || activeS + activeSOf(work) <= maxAudioS,
    add(work) {
      byKey.set(work.key, ofKey(work.key) + 1);
      inFlight += 1;
      activeS += activeSOf(work);
    },
    remove(work) {
      byKey.set(work.key, ofKey(work.key) - 1);
      inFlight -= 1;
      activeS = inFlight === 0 ? 0 : activeS - activeSOf(work); // reset to 0 so that rounding errors do not accumulate
    },
  };
}

function activeSOf({ audioS }: Work): number {
  return Math.min(audioS, MAX_ACTIVE_S);
}
