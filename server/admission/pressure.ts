/**
 * Tells load that comes faster than it is served from a burst, which is over soon, and from clients each of whom waits
 * for an answer before the next request. Pure: time comes in.
 */
export interface Pressure {
  /** A request arrived while `pending` others waited for a place or for their first audio. */
  arrived(nowMs: number, pending: number): void;
  refused(nowMs: number): void;
  ended(nowMs: number): void;
  isHigh(nowMs: number): boolean;
}

/** So many requests that have no audio yet are nothing to look at. */
const MIN_PENDING = 4;
/** Requests that were sent at once have all arrived by then… */
const BURST_MS = 200;
/** …unless client or server is busy: the sentences of one reply may take longer. */
const SMALL_BURST = 20;
const SLOW_BURST_MS = 2000;
/** Under pressure requests are pending or refused all the time; so long without is its end, and no mere hiccup. */
const CALM_MS = 2000;
/** Arrivals and ends are counted over about so long. */
const WINDOW_MS = 5000;
/** Pressure is high when so many times as many arrive as end, and MIN_PENDING more. */
const OVERLOAD_RATIO = 1.1;

export function createPressure(): Pressure {
  // Both are of this pressure only: what was served in peace before it would hide it.
  let arrivals = createRecent();
  let ends = createRecent();
  let sinceMs = -Infinity;
  let seenMs = -Infinity;
  let came = 0;

  function see(nowMs: number): void {
    if (nowMs - seenMs > CALM_MS) {
      sinceMs = nowMs;
      came = 0;
      arrivals = createRecent();
      ends = createRecent();
    }
    seenMs = nowMs;
  }
  function lasts(nowMs: number, longerThanMs: number): boolean {
    return nowMs - seenMs <= CALM_MS && nowMs - sinceMs > longerThanMs;
  }

  return {
    arrived(nowMs, pending) {
      if (pending > MIN_PENDING) see(nowMs);
      came += 1;
      if (lasts(nowMs, BURST_MS)) arrivals.add(nowMs);
    },
    refused: see,
    ended(nowMs) {
      if (lasts(nowMs, BURST_MS)) ends.add(nowMs);
    },
    isHigh: (nowMs) =>
      lasts(nowMs, came > SMALL_BURST ? BURST_MS : SLOW_BURST_MS) &&
      arrivals.count(nowMs) > OVERLOAD_RATIO * ends.count(nowMs) + MIN_PENDING,
  };
}

interface Recent {
  add(nowMs: number): void;
  count(nowMs: number): number;
}

/** How many there were lately: each fades away exponentially. */
function createRecent(): Recent {
  let total = 0;
  let atMs = 0;
  const count = (nowMs: number): number => total * Math.exp((atMs - nowMs) / WINDOW_MS);
  return {
    add(nowMs) {
      total = count(nowMs) + 1;
      atMs = nowMs;
    },
    count,
  };
}
