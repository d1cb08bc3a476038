import { readFileSync } from "node:fs";

/**
 * Time that the main thread of this process has been ready to run without a core, milliseconds since its start; null
 * except on Linux. Source: /proc/self/schedstat, second field, nanoseconds.
 */
export function coreWaitMs(): number | null {
  try {
    const waitedNs = Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[1]);
    return Number.isFinite(waitedNs) ? waitedNs / 1e6 : null;
  } catch {
    return null;
  }
}

/** Maximum of several processes' waits; null if one is unknown. */
export function longestWaitMs(waitsMs: readonly (number | null)[]): number | null {
  return waitsMs.includes(null) ? null : Math.max(0, ...waitsMs.map((waitMs) => waitMs ?? 0));
}
