import { createFairQueue, type Work } from "./fairQueue.ts";
import type { Limits } from "./limits.ts";
import { createPressure } from "./pressure.ts";
import { createStartLimiter } from "./startLimiter.ts";

export interface GateOptions extends Limits {
  /** Whether there are several API keys, none of which may take all places. */
  readonly shared: boolean;
  /** Longest wait in the queue, milliseconds. */
  readonly queueTimeoutMs: number;
}

/** Who may start, wait, or must go. Pure: time comes in. */
export interface Gate<W extends Work> {
  readonly inFlight: number;
  readonly queued: number;
  /** Puts work into the queue; ask `next` then, and `refusal` if it was not the one. */
  arrive(nowMs: number, work: W): void;
  /** Moves the next one whose turn has come into flight. */
  next(nowMs: number): W | null;
  /** null when waiting work may go on waiting, else milliseconds after which it is worth another try. */
  refusal(nowMs: number, work: W): number | null;
  /** Forgets work that waits; false when it does not wait. */
  drop(work: W): boolean;
  /** Work in flight waits for its engine. */
  onWaiting(work: W): void;
  /** Its engine gave so many seconds of audio. */
  onAudio(nowMs: number, work: W, audioS: number): void;
  /** Ends work in flight, which was there for `heldMs`. */
  end(nowMs: number, work: W, heldMs: number): void;
  /** Milliseconds that work which waits, or was just dropped, is predicted to wait. */
  waitMs(work: W): number;
}

/** An engine works on two utterances of a request at most, 12 s each: a longer text loads it for longer, not more. */
const HELD_AT_ONCE_S = 24;
/** What is said before anything has been served, milliseconds. */
const FIRST_GUESS_MS = 1000;
/** One of several keys may hold so many times what it leaves free (dynamic thresholds, Choudhury and Hahne, 1998). */
const SHARE = 8;
/** A fifth of the newest: about the last ten requests count. */
const NEWEST = 0.2;

/**
 * Places in flight and a queue behind them, both bounded. While requests come faster than they are served, a listener
 * is served at once and well, or refused: waiting would be silence, and one more stream would make others stall.
 */
export function createGate<W extends Work>(options: GateOptions): Gate<W> {
  const { maxInFlight, maxQueue, maxAudioS, shared, queueTimeoutMs } = options;
  const queue = createFairQueue<W>();
  const pressure = createPressure();
  const starts = createStartLimiter<W>();
  const heldBy = new Map<string, number>();
  let inFlight = 0;
  let heldS = 0;
  /** Smoothed time for which a place is held, milliseconds, and seconds of audio served in it; 0: nothing yet. */
  let meanMs = 0;
  let meanS = 0;

  const fitsSeconds = (work: W): boolean =>
    maxAudioS === null || inFlight === 0 || heldS + atOnceS(work) <= maxAudioS;

  function mayServe(nowMs: number): (work: W) => boolean {
    const free = maxInFlight - inFlight;
    const full = pressure.isHigh(nowMs) && !starts.mayBegin(nowMs);
    return ({ key, live }) => {
      const held = heldBy.get(key) ?? 0;
      if (free <= 0 || (shared && held >= SHARE * free)) return false;
      // However much the others ask for, a key that holds nothing may begin.
      return !(live && full) || (shared && held === 0);
    };
  }
  function hold(key: string, change: 1 | -1): void {
    const held = (heldBy.get(key) ?? 0) + change;
    if (held === 0) heldBy.delete(key);
    else heldBy.set(key, held);
    inFlight += change;
  }
  function waitMs(work: W): number {
    if (meanS === 0) return FIRST_GUESS_MS;
    const aheadS = queue.aheadS(work) + meanS;
    return (aheadS / meanS) * (meanMs / Math.max(1, inFlight));
  }
  function isFull(work: W): boolean {
    if (queue.size > maxQueue) return true;
    // The work itself waits already: it may not be more than its key's share beside what the others left.
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
      // Nobody smaller overtakes one that waits for enough seconds, or it might wait forever.
      const work = queue.take(mayServe(nowMs), fitsSeconds);
      if (work === null) return null;
      hold(work.key, 1);
      heldS += atOnceS(work);
      if (work.live) starts.begin(nowMs, work);
      return work;
    },
    refusal(nowMs, work) {
      const predictedMs = waitMs(work);
      const stays = !isFull(work) && predictedMs <= queueTimeoutMs;
      if (stays && !(work.live && pressure.isHigh(nowMs))) return null;
      pressure.refused(nowMs);
      return predictedMs;
    },
    drop: (work) => queue.remove(work),
    onWaiting: (work) => starts.onWaiting(work),
    onAudio: (nowMs, work, audioS) => starts.onAudio(nowMs, work, audioS),
    end(nowMs, work, heldMs) {
      hold(work.key, -1);
      heldS = inFlight === 0 ? 0 : heldS - atOnceS(work); // no rounding error stays behind
      meanMs = meanS === 0 ? heldMs : smoothed(meanMs, heldMs);
      meanS = meanS === 0 ? work.audioS : smoothed(meanS, work.audioS);
      if (work.live) starts.end(work);
      pressure.ended(nowMs);
      if (inFlight === 0 && queue.size === 0) queue.forget();
    },
    waitMs,
  };
}

function smoothed(mean: number, newest: number): number {
  return mean * (1 - NEWEST) + newest * NEWEST;
}

function atOnceS({ audioS }: Work): number {
  return Math.min(audioS, HELD_AT_ONCE_S);
}
