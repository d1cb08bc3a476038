import { createFairQueue, type Work } from "./fairQueue.ts";
import type { Limits } from "./limits.ts";
import { createOccupancy, type OccupancyOptions, SHARE } from "./occupancy.ts";
import { createPressure } from "./pressure.ts";
import { createStartLimiter } from "./startLimiter.ts";
import { createWaitEstimate } from "./waitEstimate.ts";

export interface GateOptions extends Limits, OccupancyOptions {
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
  /** null if queued work may stay queued, otherwise the milliseconds after which a retry is worthwhile. */
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

/**
 * Bounds the slots in flight and the queue. Under overload a live request starts at once or is refused: a
 * wait would be silence, and one more stream would make others underrun.
 *
 * The first request in fair order (fairQueue.ts) starts if there is room (occupancy.ts) and, if it is live,
 *
 *     not overloaded   or   a live start is allowed   or   k = 0 (several keys)
 *
 * A shorter request does not overtake one that does not fit, or a long one might wait forever. A request that did not
 * start is refused if it is live and there is overload, or if
 *
 *     W > queueTimeoutMs   or   q > maxQueue   or   r − 1 ≥ 8·(maxQueue − (q − 1)) (several keys)
 *
 * where
 *
 *     overloaded   more requests arrive than end (pressure.ts)
 *     a live start is allowed   one more has its first audio soon and makes no other underrun (startLimiter.ts)
 *     k     requests of its key in flight: a key without any may start whatever the others ask for
 *     W     predicted wait, ms (waitEstimate.ts)
 *     q, r  queued requests, and those of its key, both with this one
 *     8     SHARE, as for the slots
 */
export function createGate<W extends Work>(options: GateOptions): Gate<W> {
  const { maxQueue, shared, queueTimeoutMs } = options;
  const queue = createFairQueue<W>();
  const slots = createOccupancy(options);
  const pressure = createPressure();
  const starts = createStartLimiter<W>();
  const estimate = createWaitEstimate();

  function mayStart(nowMs: number): (work: W) => boolean {
    const heldBack = pressure.isHigh(nowMs) && !starts.mayBegin(nowMs);
    return ({ key, live }) =>
      slots.hasSlot(key) && (!(live && heldBack) || (shared && slots.ofKey(key) === 0));
  }
  function waitMs(work: W): number {
    return estimate.waitMs(queue.aheadS(work), slots.inFlight);
  }
  function isFull({ key }: W): boolean {
    const [others, othersOfKey] = [queue.size - 1, queue.sizeOf(key) - 1];
    return others >= maxQueue || (shared && othersOfKey >= SHARE * (maxQueue - others));
  }

  return {
    get inFlight() {
      return slots.inFlight;
    },
    get queued() {
      return queue.size;
    },
    arrive(nowMs, work) {
      pressure.arrived(nowMs, starts.starting + queue.size);
      queue.push(work);
    },
    next(nowMs) {
      const work = queue.take(mayStart(nowMs), slots.fits);
      if (work === null) return null;
      slots.add(work);
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
      slots.remove(work);
      estimate.ended(work.audioS, serviceMs);
      starts.end(work);
      pressure.ended(nowMs);
      if (slots.inFlight === 0 && queue.size === 0) queue.reset();
    },
    waitMs,
  };
}
