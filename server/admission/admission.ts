import { SpeechError } from "../../src/errors.ts";
import { abortReason } from "../../src/streams.ts";
import type { Work } from "./fairQueue.ts";
import { createGate, type GateOptions } from "./gate.ts";

export interface AdmissionOptions extends GateOptions {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * Limits the requests in flight and the queued requests of the whole server. API keys get equal seconds of audio.
 * Within one key, short live requests go before other requests, but do not starve them (fairQueue.ts). A burst can fill
 * all slots and the queue. Under overload, a live request that cannot start at once is refused, and only requests for
 * files are queued (gate.ts).
 */
export interface Admission {
  readonly inFlight: number;
  /** Live requests in flight. */
  readonly listeners: number;
  readonly queued: number;
  readonly maxInFlight: number;
  readonly maxQueue: number;
  /** Returns the predicted wait of a live request that arrived now, milliseconds; 0 if it would start at once. */
  predictedWaitMs(): number;
  /** Returns SpeechError "overloaded" if neither a slot nor a place in the queue is free, else null. */
  full(key: string): SpeechError | null;
  /**
   * Waits for a slot. Throws SpeechError "overloaded" with the predicted wait, either at once or when the queue
   * timeout has passed, and the signal's reason when it aborts.
   */
  enter(work: Work, signal: AbortSignal): Promise<Slot>;
}

/** The place of one request among the requests in flight. */
export interface Slot {
  /** Frees the slot. A second call does nothing. */
  release(): void;
  /** Reports that the request waits for its engine. */
  onWaiting(): void;
  /** Reports that the request waits for more text of its client. */
  onPaused(): void;
  /** Reports that the engine produced `audioS` seconds of audio. */
  onAudio(audioS: number): void;
}

interface Waiter extends Work {
  readonly admit: () => void;
}

/** Work of a new request, which is only asked about. */
function probe(key: string): Waiter {
  return { key, live: true, audioS: 0, admit() {} };
}

/**
 * @example
 * const slot = await admission.enter({ key: "", live: true, audioS: 3 }, signal);
 * try {
 *   for await (const pcm of audio) slot.onAudio(pcm.length / OUTPUT_HZ);
 * } finally {
 *   slot.release();
 * }
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { queueTimeoutMs, now } = options;
  const gate = createGate<Waiter>(options);

  /** Gives free slots to queued requests in the tick in which the slots become free, before a new request can enter. */
  function advance(): void {
    for (let next = gate.next(now()); next !== null; next = gate.next(now())) next.admit();
  }

  function overloaded(waitMs: number): SpeechError {
    const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000));
    return new SpeechError(
      "overloaded",
      `at capacity: ${gate.inFlight} in flight, ${gate.queued} queued; retry in ${retryAfterS} s`,
      { retryAfterS },
    );
  }

  function slotOf(waiter: Waiter): Slot {
    const admittedMs = now();
    let released = false;
    return {
      release() {
        if (released) return;
        released = true;
        gate.end(now(), waiter, now() - admittedMs);
        advance();
      },
      onWaiting: () => gate.onWaiting(waiter),
      onPaused: () => gate.onPaused(waiter),
      onAudio(audioS) {
        gate.onAudio(now(), waiter, audioS);
        if (gate.queued > 0) advance();
      },
    };
  }

  async function enter(work: Work, signal: AbortSignal): Promise<Slot> {
    if (signal.aborted) throw abortReason(signal);
    const { promise, resolve, reject } = Promise.withResolvers<Slot>();
    let admitted = false;
    const waiter: Waiter = {
      ...work,
      admit() {
        admitted = true;
        resolve(slotOf(waiter));
      },
    };
    const dequeue = (error: SpeechError): void => {
      if (!gate.drop(waiter)) return;
      reject(error);
      advance();
    };
    gate.arrive(now(), waiter);
    advance();
    if (admitted) return promise;
    const retryAfterMs = gate.refusal(now(), waiter);
    if (retryAfterMs !== null) {
      gate.drop(waiter);
      throw overloaded(retryAfterMs);
    }
    const onAbort = (): void => dequeue(abortReason(signal));
    const timer = setTimeout(() => dequeue(overloaded(gate.waitMs(waiter))), queueTimeoutMs);
    signal.addEventListener("abort", onAbort);
    try {
      const slot = await promise;
      // The signal may have aborted after `resolve`, in the same tick.
      if (!signal.aborted) return slot;
      slot.release();
      throw abortReason(signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    get inFlight() {
      return gate.inFlight;
    },
    get listeners() {
      return gate.listeners;
    },
    maxInFlight: options.maxInFlight,
    maxQueue: options.maxQueue,
    predictedWaitMs: () => (gate.isOpen(now()) ? 0 : gate.waitMs(probe(""))),
    get queued() {
      return gate.queued;
    },
    full(key) {
      const work = probe(key);
      return gate.isFull(work) ? overloaded(gate.waitMs(work)) : null;
    },
    enter,
  };
}
