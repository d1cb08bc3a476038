import { FAULTS, type Fault } from "./failure.ts";

/** Counts failed speech-LM attempts since the server started, by fault. Attempts whose retry succeeded are included. */
export interface LmStats {
  count(fault: Fault): void;
  /** Returns the counters by their names in the log and in /metrics. */
  figures(): Readonly<Record<string, number>>;
}

/**
 * @example
 * const stats = createLmStats();
 * stats.count("busy");
 * stats.figures()["lm_failed_busy"]; // 1
 */
export function createLmStats(): LmStats {
  const counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  return {
    count: (fault) => void counts.set(fault, (counts.get(fault) ?? 0) + 1),
    figures: () => Object.fromEntries([...counts].map(([fault, n]) => [`lm_failed_${fault}`, n])),
  };
}
