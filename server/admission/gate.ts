import { createFairQueue, type Work } from "./fairQueue.ts";
import type { Limits } from "./limits.ts";
import { createOccupancy, type OccupancyOptions, SHARE } from "./occupancy.ts";
import { createPressure } from "./pressure.ts";
import { createStartLimiter } from "./startLimiter.ts";
import { createWaitEstimate } from "./waitEstimate.ts";

export interface GateOptions extends Limits, OccupancyOptions {
  /** Maximum wait in the queue, milliseconds. */
  readonly queueTimeoutMs: number;
}

/** Decides whether a request starts, waits or is refused. Times are arguments; there is no clock and no timer. */
export interface Gate<W extends Work> {
  readonly inFlight: number;
  /** Live requests in flight. */
  readonly listeners: number;
  readonly queued: number;
  /** Queues work. Call `next` afterwards, and `refusal` if `next` did not return this work. */
  arrive(nowMs: number, work: W): void;
  /** Moves the next work in fair order into flight and returns it; null if none may start now. */
  next(nowMs: number): W | null;
  /** Returns whether neither a slot nor a place in the queue is free for work that is not queued. */
  isFull(work: W): boolean;
  /** Returns null if queued work can stay queued, otherwise the milliseconds after which the client should retry. */
  refusal(nowMs: number, work: W): number | null;
  /** Removes queued work; false if it is not queued. */
  drop(work: W): boolean;
  /** Reports that work in flight waits for its engine. */
  onWaiting(work: W): void;
  /** Reports that work in flight waits for more text of its client. */
  onPaused(work: W): void;
  /** Reports that the engine produced `audioS` seconds of audio for work in flight. */
  onAudio(nowMs: number, work: W, audioS: number): void;
  /** Ends work that was in flight for `serviceMs`. */
  end(nowMs: number, work: W, serviceMs: number): void;
  /** Returns the predicted wait, milliseconds, of queued work, or of new work if it were queued last. */
  waitMs(work: W): number;
  /** Returns whether a slot is free for new live work. The share of a key and the seconds of audio are not considered. */
  isOpen(nowMs: number): boolean;
}

/**
 * Creates a gate that bounds the slots and the queue. Under overload a live request starts at once or is refused,
 * because its client would hear silence while queued. It is refused if it would make other streams underrun.
 *
 * The first request in fair order (fairQueue.ts) starts if there is room (occupancy.ts) and, if it is live,
 *
 *     not overloaded   or   a live start is allowed   or   k = 0 (several keys)
 *
 * If the first request does not fit, no shorter request starts before it. Otherwise a long request could wait forever.
 * A request that did not start is refused if it is live and there is overload, or if
 *
 *     W > queueTimeoutMs   or   q > maxQueue   or   r − 1 ≥ 8·(maxQueue − (q − 1)) (several keys)
 *
 * where
 *
 *     overloaded   more requests arrive than end (pressure.ts)
 *     a live start is allowed   one more request gets its first audio soon, and none underruns (startLimiter.ts)
 *     k     requests of its key in flight: a key without any can start one regardless of the load from other keys
 *     W     predicted wait, ms (waitEstimate.ts)
 *     q, r  queued requests, and queued requests of the same key; both include this request
 *     8     SHARE, as for the slots
 */
export function createGate<W extends Work>(options: GateOptions): Gate<W> {
  const { maxQueue, shared, queueTimeoutMs } = options;
  const queue = createFairQueue<W>();
  const slots = createOccupancy(options);
  const pressure = createPressure();
  const starts = createStartLimiter<W>();
  const estimate = createWaitEstimate();

  function isHeldBack(nowMs: number): boolean {
    return pressure.isHigh(nowMs) && !starts.mayBegin(nowMs);
  }
  function mayStart(nowMs: number): (work: W) => boolean {
    const heldBack = isHeldBack(nowMs);
    return ({ key, live }) =>
      slots.hasSlot(key) && (!(live && heldBack) || (shared && slots.ofKey(key) === 0));
  }
  function waitMs(work: W): number {
    return estimate.waitMs(queue.aheadS(work), slots.inFlight);
  }
  /** Returns whether the queue is full when `others` of it and `othersOfKey` of the same key are queued. */
  function isQueueFull(others: number, othersOfKey: number): boolean {
    return others >= maxQueue || (shared && othersOfKey >= SHARE * (maxQueue - others));
  }

  return {
    get inFlight() {
      return slots.inFlight;
    },
    get listeners() {
      return starts.inFlight;
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
    isFull: ({ key }) => !slots.hasSlot(key) && isQueueFull(queue.size, queue.sizeOf(key)),
    refusal(nowMs, work) {
      const predictedMs = waitMs(work);
      const isFull = isQueueFull(queue.size - 1, queue.sizeOf(work.key) - 1);
      const mayStay = !isFull && predictedMs <= queueTimeoutMs;
      if (mayStay && !(work.live && pressure.isHigh(nowMs))) return null;
      pressure.refused(nowMs);
      return predictedMs;
    },
    drop: (work) => queue.remove(work),
    onWaiting: (work) => starts.onWaiting(work),
    onPaused: (work) => starts.onPaused(work),
    onAudio: (nowMs, work, audioS) => starts.onAudio(nowMs, work, audioS),
    end(nowMs, work, serviceMs) {
      slots.remove(work);
      estimate.ended(work.audioS, serviceMs);
      starts.end(work);
      pressure.ended(nowMs);
      if (slots.inFlight === 0 && queue.size === 0) queue.reset();
    },
    waitMs,
    isOpen: (nowMs) =>
      slots.inFlight < options.maxInFlight && queue.size === 0 && !isHeldBack(nowMs),
  };
}
