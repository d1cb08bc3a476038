import { readFileSync } from "node:fs";

/**
 * How long this process has been ready to run while others had the cores, milliseconds since its start; null where
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
