import { readFileSync } from "node:fs";

/**
 * How long this process's main thread has been ready to run without a core, milliseconds since its start; null where
 * the system does not say: only Linux does (sched-stats, the second field of schedstat, in nanoseconds).
 */
export function coreWaitMs(): number | null {
  try {
    const waitedNs = Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]);
    return Number.isFinite(waitedNs) ? waitedNs / 1e6 : null;
  } catch {
    return null;
  }
}

/** Of several event loops the one that waited most; null where one is unknown. */
export function longest(waitsMs: readonly (number | null)[]): number | null {
  return waitsMs.includes(null) ? null : Math.max(0, ...waitsMs.map((waitMs) => waitMs ?? 0));
}
