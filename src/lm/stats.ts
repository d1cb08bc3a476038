import { FAULTS, type Fault } from "./failure.ts";

/** How often speech LMs failed since start, by fault; also where another try mended it. */
export interface LmStats {
  failed(fault: Fault): void;
  /** The counters under the names that a log line or a metric gives them. */
  figures(): Readonly<Record<string, number>>;
}

export function createLmStats(): LmStats {
  const counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));
  return {
    failed: (fault) => void counts.set(fault, (counts.get(fault) ?? 0) + 1),
    figures: () => Object.fromEntries([...counts].map(([fault, n]) => [`lm_failed_${fault}`, n])),
  };
}
