import { SpeechError } from "../../src/errors.ts";
import { abortReason } from "../../src/streams.ts";
import type { Work } from "./fairQueue.ts";
import { createGate, type GateOptions } from "./gate.ts";

export interface AdmissionOptions extends GateOptions {
  /** Milliseconds of a clock that never runs backwards. */
  readonly now: () => number;
}

/**
 * The only gate of the server: a bounded number in flight, and behind it a bounded queue. Keys are served in turn,
 * counted in seconds of audio; of one key, short live requests go before the others without ever stopping them
 * (fair-queue.ts). A burst may fill all places and the queue; while requests come faster than they are served, live
 * ones that would have to wait are refused at once, and only files wait (gate.ts).
 */
export interface Admission {
  readonly inFlight: number;
  readonly queued: number;
  /**
   * Waits for a turn. Throws SpeechError "overloaded" at once when it is not to wait, with the predicted wait, and the
   * signal's reason when it aborts.
   */
  enter(work: Work, signal: AbortSignal): Promise<Slot>;
}

/** A place in flight. */
export interface Slot {
  /** Gives the place back; calling it again does nothing. */
  release(): void;
  /** The answer waits for its engine. */
  onWaiting(): void;
  /** The engine gave so many seconds of audio. */
  onAudio(audioS: number): void;
}

interface Waiter extends Work {
  readonly admit: () => void;
}

export function createAdmission(options: AdmissionOptions): Admission {
  const { queueTimeoutMs, now } = options;
  const gate = createGate<Waiter>(options);

  /** The turn passes in the very tick in which a place came free, so nobody can overtake the queue. */
  function advance(): void {
    for (let next = gate.next(now()); next !== null; next = gate.next(now())) next.admit();
  }

  function overloaded(waitMs: number): SpeechError {
    return new SpeechError(
      "overloaded",
      `no place for this request now: ${gate.inFlight} are served and ${gate.queued} wait; try again in ${Math.ceil(waitMs / 1000)} s`,
      { retryAfterS: waitMs / 1000 },
    );
  }

  function slot(waiter: Waiter): Slot {
    const sinceMs = now();
    let held = true;
    return {
      release() {
        if (!held) return;
        held = false;
        gate.end(now(), waiter, now() - sinceMs);
        advance();
      },
      onWaiting: () => gate.onWaiting(waiter),
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
        resolve(slot(waiter));
      },
    };
    const leave = (error: SpeechError): void => {
      if (!gate.drop(waiter)) return;
      reject(error);
      advance();
    };
    gate.arrive(now(), waiter);
    advance();
    if (admitted) return promise;
    const refusedMs = gate.refusal(now(), waiter);
    if (refusedMs !== null) {
      gate.drop(waiter);
      throw overloaded(refusedMs);
    }
    const onAbort = (): void => leave(abortReason(signal));
    const timer = setTimeout(() => leave(overloaded(gate.waitMs(waiter))), queueTimeoutMs);
    signal.addEventListener("abort", onAbort);
    try {
      const given = await promise;
      if (!signal.aborted) return given;
      given.release();
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
