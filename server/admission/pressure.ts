/**
 * Distinguishes overload from a burst, and from many clients that each wait for a response before their next request.
 * Times are arguments; there is no clock. There is overload at time t, milliseconds, if
 *
 *     a > R·e + P   and   t − t₀ > B   and   t − t₁ ≤ C
 *
 * where
 *
 *     a, e  requests that arrived and that ended after t₀ + 200 ms; one of age x ms counts exp(−x / 5000)
 *     R     OVERLOAD_RATIO, 1.1: margin for the noise of two counts; 10 % is the standard deviation of a count of 100
 *     P     MIN_PENDING, 4 requests: at most this many pending are not a backlog
 *     t₀    first arrival of the backlog, ms: more than P were pending, after more than C without backlog
 *     t₁    last arrival with more than P pending, or last refusal, ms
 *     B     BURST_MS, 200 ms, after more than SMALL_BURST, 20, arrivals since t₀; otherwise SLOW_BURST_MS, 2000 ms
 *     C     CALM_MS, 2000 ms
 */
export interface Pressure {
  /** Reports a request that arrived while `pending` other requests were queued or had no audio yet. */
  arrived(nowMs: number, pending: number): void;
  refused(nowMs: number): void;
  ended(nowMs: number): void;
  isHigh(nowMs: number): boolean;
}

const MIN_PENDING = 4;
/** Requests of a burst, which are sent at once, arrive within this time. */
const BURST_MS = 200;
/** A burst of at most this many requests can take up to SLOW_BURST_MS to arrive if client or server is busy. */
const SMALL_BURST = 20;
const SLOW_BURST_MS = 2000;
/** An overloaded server has pending or refused requests all the time; a gap longer than this ends the overload. */
const CALM_MS = 2000;
/** Time constant of the decay of both counts. */
const WINDOW_MS = 5000;
const OVERLOAD_RATIO = 1.1;

export function createPressure(): Pressure {
  // Both count only since the backlog began, because many ends before the backlog would hide overload.
  let arrivals = createDecayingCount();
  let ends = createDecayingCount();
  let backlogStartMs = -Infinity;
  let lastBacklogMs = -Infinity;
  let arrivalsInBacklog = 0;

  function noteBacklog(nowMs: number): void {
    if (nowMs - lastBacklogMs > CALM_MS) {
      backlogStartMs = nowMs;
      arrivalsInBacklog = 0;
      arrivals = createDecayingCount();
      ends = createDecayingCount();
    }
    lastBacklogMs = nowMs;
  }
  function hasBacklogFor(nowMs: number, longerThanMs: number): boolean {
    return nowMs - lastBacklogMs <= CALM_MS && nowMs - backlogStartMs > longerThanMs;
  }

  return {
    arrived(nowMs, pending) {
      if (pending > MIN_PENDING) noteBacklog(nowMs);
      arrivalsInBacklog += 1;
      if (hasBacklogFor(nowMs, BURST_MS)) arrivals.add(nowMs);
    },
    refused: noteBacklog,
    ended(nowMs) {
      if (hasBacklogFor(nowMs, BURST_MS)) ends.add(nowMs);
    },
    isHigh: (nowMs) =>
      hasBacklogFor(nowMs, arrivalsInBacklog > SMALL_BURST ? BURST_MS : SLOW_BURST_MS) &&
      arrivals.at(nowMs) > OVERLOAD_RATIO * ends.at(nowMs) + MIN_PENDING,
  };
}

/** A count in which the weight of each event decays exponentially with its age. */
interface DecayingCount {
  add(nowMs: number): void;
  at(nowMs: number): number;
}

function createDecayingCount(): DecayingCount {
  let total = 0;
  let updatedMs = 0;
  const at = (nowMs: number): number => total * Math.exp((updatedMs - nowMs) / WINDOW_MS);
  return {
    add(nowMs) {
      total = at(nowMs) + 1;
      updatedMs = nowMs;
    },
    at,
  };
}
