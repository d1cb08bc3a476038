import { SpeechError } from "../src/errors.ts";
import { abortReason } from "../src/streams.ts";
import type { Work } from "./fair-queue.ts";
import { createGate, type GateOptions } from "./gate.ts";

export interface AdmissionOptions extends GateOptions {
  /** Milliseconds of a clock that never runs backwards. */
  readonly now: () => number;
}

/**
 * The only gate of the server: a bounded number in flight, and behind it a bounded queue. Keys are served in turn,
 * counted in seconds of audio; of one key, short live requests go before the others without ever stopping them
 * (server/fair-queue.ts). A burst may fill all places and the queue; while load lasts, live requests that would have
 * to wait are refused at once, and only files wait (server/gate.ts).
 */
export interface Admission {
  readonly inFlight: number;
  readonly queued: number;
  /**
   * Waits for a turn and resolves to the function that gives it back (calling it again does nothing). Throws
   * SpeechError "overloaded" at once when it is not to wait, with the predicted wait, and the signal's reason when it
   * aborts.
   */
  enter(work: Work, signal: AbortSignal): Promise<() => void>;
}

interface Waiter extends Work {
  readonly admit: () => void;
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { maxInFlight, maxQueue, queueTimeoutMs, now } = options;
  const gate = createGate<Waiter>(options);

  /** The turn passes in the very tick in which a place came free, so nobody can overtake the queue. */
  function advance(): void {
    for (let next = gate.next(now()); next !== null; next = gate.next(now())) next.admit();
  }

  function overloaded(waitMs: number): SpeechError {
    return new SpeechError(
      "overloaded",
      `the server is at its limit of ${maxInFlight} requests in flight and ${maxQueue} waiting; try again later`,
      { retryAfterS: waitMs / 1000 },
    );
  }

  /** The turn that `waiter` was given. */
  function turn(waiter: Waiter): () => void {
    const sinceMs = now();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      gate.end(now(), waiter, now() - sinceMs);
      advance();
    };
  }

  async function enter(work: Work, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw abortReason(signal);
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    let admitted = false;
    const waiter: Waiter = {
      ...work,
      admit() {
        admitted = true;
        resolve(turn(waiter));
      },
    };
    const leave = (error: SpeechError): void => {
      if (!gate.drop(now(), waiter)) return;
      reject(error);
      advance();
    };
    gate.arrive(now(), waiter);
    advance();
    if (admitted) return promise;
    const refusedMs = gate.refusal(now(), waiter);
    if (refusedMs !== null) {
      gate.drop(now(), waiter);
      throw overloaded(refusedMs);
    }
    const onAbort = (): void => leave(abortReason(signal));
    const timer = setTimeout(() => leave(overloaded(gate.waitMs(waiter))), queueTimeoutMs);
    signal.addEventListener("abort", onAbort);
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
      return gate.inFlight;
    },
    get queued() {
      return gate.queued;
    },
    enter,
  };
}
