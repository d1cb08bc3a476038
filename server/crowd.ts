/** Tells a burst, which is over soon, from load that lasts. */
export interface Crowd {
  /** To be told whenever it may have changed whether all places are taken. */
  see(nowMs: number, full: boolean): void;
  /** Whether all places have been taken for longer than a burst lasts, with no real pause since. */
  lasts(nowMs: number): boolean;
}

/** Requests that were sent at once have all arrived by then. */
const BURST_MS = 250;
/** Under lasting load a place is free for moments only; a free place for so long is the end of it. */
const CALM_MS = 1000;

export function createCrowd(): Crowd {
  let sinceMs: number | null = null;
  let calmSinceMs: number | null = null;
  const isOver = (nowMs: number): boolean => calmSinceMs !== null && nowMs - calmSinceMs >= CALM_MS;
  return {
    see(nowMs, full) {
      if (!full) {
        calmSinceMs ??= nowMs;
        return;
      }
      if (sinceMs === null || isOver(nowMs)) sinceMs = nowMs;
      calmSinceMs = null;
    },
    lasts: (nowMs) => sinceMs !== null && !isOver(nowMs) && nowMs - sinceMs >= BURST_MS,
  };
}
