import { type Runaway, RUNAWAYS } from "./completions/runaway.ts";
import { FAULTS, type Fault } from "./failure.ts";

/** Counts what went wrong in speech-LM attempts since the server started. Attempts whose retry succeeded are included. */
export interface LmStats {
  /** Counts a failed attempt. */
  count(fault: Fault): void;
  /** Counts a generation that exceeded a bound. */
  countRunaway(kind: Runaway): void;
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
  const counts = new Map<string, number>([
    ...FAULTS.map((fault) => [`lm_failed_${fault}`, 0] as const),
    ...RUNAWAYS.map((kind) => [`lm_runaway_${kind}`, 0] as const),
  ]);
  const add = (figure: string): void => void counts.set(figure, (counts.get(figure) ?? 0) + 1);
  return {
    count: (fault) => add(`lm_failed_${fault}`),
    countRunaway: (kind) => add(`lm_runaway_${kind}`),
    figures: () => Object.fromEntries(counts),
  };
}
