import { readFileSync } from "node:fs";

/**
 * Returns for how many milliseconds since its start the main thread of this process was ready to run but had no core;
 * null on systems other than Linux. Source: /proc/self/schedstat, second field, nanoseconds.
 */
export function coreWaitMs(): number | null {
  try {
    const waitedNs = Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]);
    return Number.isFinite(waitedNs) ? waitedNs / 1e6 : null;
  } catch {
    return null;
  }
}

/** Returns the longest wait of several processes; null if any of the waits is unknown. */
export function longestWaitMs(waitsMs: readonly (number | null)[]): number | null {
  return waitsMs.includes(null) ? null : Math.max(0, ...waitsMs.map((waitMs) => waitMs ?? 0));
}
