/**
 * Predicts how long a queued request waits for a slot:
 *
 *     W = (A + s) / s · T / max(1, n)
 *
 * where
 *
 *     W  predicted wait, ms; FIRST_WAIT_MS, 1000, until a request has ended
 *     A  seconds of audio that are served before the request (FairQueue.aheadS)
 *     s  mean seconds of audio of the requests that ended: s ← 0.8·s + 0.2·newest
 *     T  mean service time of the requests that ended, ms: T ← 0.8·T + 0.2·newest
 *     n  requests in flight
 *     0.2  SMOOTHING: about the last ten requests matter
 */
export interface WaitEstimate {
  /** Reports the end of a request with `audioS` estimated seconds of audio that was in flight for `serviceMs`. */
  ended(audioS: number, serviceMs: number): void;
  waitMs(aheadS: number, inFlight: number): number;
}

const FIRST_WAIT_MS = 1000;
const SMOOTHING = 0.2;

export function createWaitEstimate(): WaitEstimate {
  let means: { readonly audioS: number; readonly serviceMs: number } | null = null;
  return {
    ended(audioS, serviceMs) {
      means = {
        audioS: smooth(means?.audioS ?? audioS, audioS),
        serviceMs: smooth(means?.serviceMs ?? serviceMs, serviceMs),
      };
    },
    waitMs(aheadS, inFlight) {
      if (means === null) return FIRST_WAIT_MS;
      const { audioS, serviceMs } = means;
      return ((aheadS + audioS) / audioS) * (serviceMs / Math.max(1, inFlight));
    },
  };
}

function smooth(mean: number, newest: number): number {
  return mean + SMOOTHING * (newest - mean);
}
