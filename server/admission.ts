import { SpeechError } from "../src/errors.ts";
import { abortReason } from "../src/streams.ts";

export interface AdmissionOptions {
  readonly maxInFlight: number;
  readonly maxQueue: number;
  /** Longest wait in the queue, milliseconds; then the request is refused like any other overload. */
  readonly queueTimeoutMs: number;
  /** Milliseconds of a clock that never runs backwards. */
  readonly now: () => number;
}

/** What each engine takes by itself: a burst of 50 and 100 listeners, or as much as a codec on a CPU can bear. */
export const ENGINE_LIMITS = {
  flite: { maxInFlight: 128, maxQueue: 128 },
  neucodec: { maxInFlight: 32, maxQueue: 96 },
} as const;

/** The limits that were set, and where none was those that suit the engine. */
export function admissionLimits(
  engineId: string,
  set: { readonly MAX_IN_FLIGHT: number | null; readonly MAX_QUEUE: number | null },
): Pick<AdmissionOptions, "maxInFlight" | "maxQueue"> {
  const limits = engineId === "neucodec" ? ENGINE_LIMITS.neucodec : ENGINE_LIMITS.flite;
  return {
    maxInFlight: set.MAX_IN_FLIGHT ?? limits.maxInFlight,
    maxQueue: set.MAX_QUEUE ?? limits.maxQueue,
  };
}

/** The only gate of the server: a bounded number in flight, and behind it a bounded first-in-first-out queue. */
export interface Admission {
  readonly inFlight: number;
  readonly queued: number;
  /**
   * Waits for a turn and resolves to the function that gives it back (calling it again does nothing). Throws
   * SpeechError "overloaded" at once when the queue is full, and the signal's reason when it aborts.
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

interface Waiter {
  readonly admit: () => void;
}

/** Seconds that a client is asked to stay away when nothing has been served yet. */
const firstGuessS = 1;

export function createAdmission(options: AdmissionOptions): Admission {
  const { maxInFlight, maxQueue, queueTimeoutMs, now } = options;
  const waiting: Waiter[] = [];
  let inFlight = 0;
  /** Smoothed time for which a turn is held, milliseconds; 0 until the first was given back. */
  let heldMs = 0;

  function predictedWaitS(): number {
    if (heldMs === 0) return firstGuessS;
    return (heldMs * (waiting.length + 1)) / maxInFlight / 1000;
  }

  function overloaded(): SpeechError {
    return new SpeechError(
      "overloaded",
      `the server is at its limit of ${maxInFlight} requests in flight and ${maxQueue} waiting; try again later`,
      { retryAfterS: predictedWaitS() },
    );
  }

  function take(): () => void {
    inFlight++;
    const since = now();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      inFlight--;
      // A fifth of the newest: about the last ten requests count.
      const lastMs = now() - since;
      heldMs = heldMs === 0 ? lastMs : heldMs * 0.8 + lastMs * 0.2;
      waiting.shift()?.admit();
    };
  }

  async function enter(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortReason(signal);
    if (inFlight < maxInFlight) return take();
    if (waiting.length >= maxQueue) throw overloaded();
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    // The turn passes in the very tick in which it was given back, so nobody can overtake the queue.
    const waiter: Waiter = { admit: () => resolve(take()) };
    const leave = (error: SpeechError) => {
      const place = waiting.indexOf(waiter);
      if (place === -1) return;
      waiting.splice(place, 1);
      reject(error);
    };
    const onAbort = () => leave(abortReason(signal));
    const timer = setTimeout(() => leave(overloaded()), queueTimeoutMs);
    signal.addEventListener("abort", onAbort);
    waiting.push(waiter);
    try {
      const release = await promise;
      if (!signal.aborted) return release;
      release();
      throw abortReason(signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    get inFlight() {
      return inFlight;
    },
    get queued() {
      return waiting.length;
    },
    enter,
  };
}
