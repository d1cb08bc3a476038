import { createFairQueue, type Work } from "./fairQueue.ts";
import type { Limits } from "./limits.ts";
import { createPressure } from "./pressure.ts";
import { createStartLimiter } from "./startLimiter.ts";

export interface GateOptions extends Limits {
  /** True if there are several API keys, none of which may take all slots. */
  readonly shared: boolean;
  /** Longest wait in the queue, milliseconds. */
  readonly queueTimeoutMs: number;
}

/** Decides which request starts, waits or is refused. Pure: time comes in. */
export interface Gate<W extends Work> {
  readonly inFlight: number;
  readonly queued: number;
  /** Queues work. Call `next` afterwards, and `refusal` if `next` did not return this work. */
  arrive(nowMs: number, work: W): void;
  /** Moves the next work in fair order into flight and returns it; null if none may start now. */
  next(nowMs: number): W | null;
  /** null if queued work may stay queued, else the milliseconds after which a retry is worthwhile. */
  refusal(nowMs: number, work: W): number | null;
  /** Removes queued work; false if it is not queued. */
  drop(work: W): boolean;
  /** Work in flight waits for its engine. */
  onWaiting(work: W): void;
  /** The engine gave `audioS` seconds of audio for work in flight. */
  onAudio(nowMs: number, work: W, audioS: number): void;
  /** Ends work in flight, which had its slot for `serviceMs`. */
  end(nowMs: number, work: W, serviceMs: number): void;
  /** Predicted wait, milliseconds, of work that is queued or would be queued last. */
  waitMs(work: W): number;
}

/** An engine works on at most two utterances of a request, 12 s each: a longer text loads it for longer, not more. */
const MAX_ACTIVE_S = 24;
/** Predicted wait until a request has ended. */
const FIRST_WAIT_MS = 1000;
const SHARE = 8;
/** Weight of the newest value: about the last ten requests count. */
const SMOOTHING = 0.2;

/**
 * Slots in flight and a queue behind them, both bounded. Under overload a live request starts at once or is refused: a
 * wait would be silence, and one more stream would make others underrun.
 *
 * The first request in fair order (fairQueue.ts) whose key k and kind pass starts if it fits; a smaller one does not
 * overtake it, or a long one might wait forever:
 *
 *     passes:  f > 0   and   k < 8·f (several keys)   and   not held back (live)
 *     fits:    n = 0   or   S + min(a, 24) ≤ maxAudioS
 *
 * A request that did not start is refused if it is live during overload, or if
 *
 *     W > queueTimeoutMs   or   q > maxQueue   or   q_k − 1 ≥ 8·(maxQueue − (q − 1)) (several keys)
 *
 * with the predicted wait
 *
 *     W = (A + s) / s · T / max(1, n)
 *
 * where
 *
 *     n, f  requests in flight, and free slots: maxInFlight − n
 *     k     requests of its key in flight. 8, SHARE: a key has at most this many times what is free, so that another
 *           key always finds room (dynamic thresholds, Choudhury and Hahne, 1998)
 *     held back  overload (pressure.ts) and no live start allowed (startLimiter.ts); not if there are several keys and
 *           k = 0: a key that has nothing in flight may begin whatever the others ask for
 *     a     estimated seconds of its audio (estimate.ts). 24, MAX_ACTIVE_S: as much of it loads an engine at a time
 *     S     sum of min(a, 24) over the requests in flight, seconds
 *     q, q_k  queued requests, and those of its key, both with this one
 *     W     milliseconds; FIRST_WAIT_MS, 1000, until a request has ended
 *     A     seconds of audio that are served before it (FairQueue.aheadS)
 *     s, T  mean seconds of audio and mean service time, ms, of the requests that ended: m ← 0.8·m + 0.2·newest
 */
export function createGate<W extends Work>(options: GateOptions): Gate<W> {
  const { maxInFlight, maxQueue, maxAudioS, shared, queueTimeoutMs } = options;
  const queue = createFairQueue<W>();
  const pressure = createPressure();
  const starts = createStartLimiter<W>();
  const inFlightByKey = new Map<string, number>();
  let inFlight = 0;
  let activeS = 0;
  let meanServiceMs = 0;
  let meanAudioS = 0;

  const fits = (work: W): boolean =>
    maxAudioS === null || inFlight === 0 || activeS + activeSOf(work) <= maxAudioS;

  function mayStart(nowMs: number): (work: W) => boolean {
    const free = maxInFlight - inFlight;
    const heldBack = pressure.isHigh(nowMs) && !starts.mayBegin(nowMs);
    return ({ key, live }) => {
      const ofKey = inFlightByKey.get(key) ?? 0;
      if (free <= 0 || (shared && ofKey >= SHARE * free)) return false;
      return !(live && heldBack) || (shared && ofKey === 0);
    };
  }
  function addInFlight(key: string, change: 1 | -1): void {
    const ofKey = (inFlightByKey.get(key) ?? 0) + change;
    if (ofKey === 0) inFlightByKey.delete(key);
    else inFlightByKey.set(key, ofKey);
    inFlight += change;
  }
  function waitMs(work: W): number {
    if (meanAudioS === 0) return FIRST_WAIT_MS;
    const untilEndS = queue.aheadS(work) + meanAudioS;
    return (untilEndS / meanAudioS) * (meanServiceMs / Math.max(1, inFlight));
  }
  function isFull(work: W): boolean {
    if (queue.size > maxQueue) return true;
    return shared && queue.sizeOf(work.key) - 1 >= SHARE * (maxQueue - (queue.size - 1));
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get queued() {
      return queue.size;
    },
    arrive(nowMs, work) {
      pressure.arrived(nowMs, starts.starting + queue.size);
      queue.push(work);
    },
    next(nowMs) {
      const work = queue.take(mayStart(nowMs), fits);
      if (work === null) return null;
      addInFlight(work.key, 1);
      activeS += activeSOf(work);
      if (work.live) starts.begin(nowMs, work);
      return work;
    },
    refusal(nowMs, work) {
      const predictedMs = waitMs(work);
      const mayStay = !isFull(work) && predictedMs <= queueTimeoutMs;
      if (mayStay && !(work.live && pressure.isHigh(nowMs))) return null;
      pressure.refused(nowMs);
      return predictedMs;
    },
    drop: (work) => queue.remove(work),
    onWaiting: (work) => starts.onWaiting(work),
    onAudio: (nowMs, work, audioS) => starts.onAudio(nowMs, work, audioS),
    end(nowMs, work, serviceMs) {
      addInFlight(work.key, -1);
      activeS = inFlight === 0 ? 0 : activeS - activeSOf(work); // rounding errors do not accumulate
      const isFirst = meanAudioS === 0;
      meanServiceMs = isFirst ? serviceMs : smooth(meanServiceMs, serviceMs);
      meanAudioS = isFirst ? work.audioS : smooth(meanAudioS, work.audioS);
      if (work.live) starts.end(work);
      pressure.ended(nowMs);
      if (inFlight === 0 && queue.size === 0) queue.reset();
    },
    waitMs,
  };
}

function smooth(mean: number, newest: number): number {
  return mean * (1 - SMOOTHING) + newest * SMOOTHING;
}

function activeSOf({ audioS }: Work): number {
  return Math.min(audioS, MAX_ACTIVE_S);
}
