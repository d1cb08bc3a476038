/**
 * Tells overload from a burst, and from clients that each wait for an answer before their next request. Pure: time
 * comes in. Overload at time t, milliseconds:
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
  /** A request arrived while `pending` others were queued or without audio. */
  arrived(nowMs: number, pending: number): void;
  refused(nowMs: number): void;
  ended(nowMs: number): void;
  isHigh(nowMs: number): boolean;
}

const MIN_PENDING = 4;
/** Requests that are sent at once have all arrived within this time… */
const BURST_MS = 200;
/** …but if client or server is busy, the sentences of one reply may take longer. */
const SMALL_BURST = 20;
const SLOW_BURST_MS = 2000;
/** An overloaded server has pending or refused requests all the time; a gap longer than this ends the overload. */
const CALM_MS = 2000;
/** Time constant of the decay of both counts. */
const WINDOW_MS = 5000;
const OVERLOAD_RATIO = 1.1;

export function createPressure(): Pressure {
  // Both count this backlog only: requests served before it would hide it.
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

/** A count in which each event fades exponentially with its age. */
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
