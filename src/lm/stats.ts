import { FAULTS, type Fault } from "./failure.ts";

/** Failed attempts of speech LMs since start, by fault, including those whose retry succeeded. */
export interface LmStats {
  count(fault: Fault): void;
  /** The counters by their names in the log and in /metrics. */
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
