import type { Gate } from "../figures/gate.ts";
import { judge } from "../figures/slo.ts";
import type { LevelSummary } from "../figures/summary.ts";
import type { Summary } from "../results/runSummary.ts";
import type { SearchResult } from "../results/searchResult.ts";

/** Evaluates the gates over all levels, as summary.json stores them. */
export function judgedGates(
  slo: readonly Gate[],
  levels: readonly LevelSummary[],
): Pick<Summary, "slo"> {
  const gates = judge(slo, levels);
  return gates.length === 0 ? {} : { slo: { gates, pass: gates.every(({ pass }) => pass) } };
}

/**
 * Returns the exit code of a run. The first condition that applies decides: 1 if a level has no success; 3 if the run
 * is invalid; 2 if a gate failed; 1 if requests failed in a burst or closed loop without gates; otherwise 0.
 */
export function exitCode(summary: Summary): number {
  const { levels, slo, search } = summary;
  if (search !== undefined) return searchExitCode(search);
  if (levels.length === 0 || levels.some(({ ok }) => ok === 0)) return 1;
  if (!summary.valid) return 3;
  if (slo !== undefined) return slo.pass ? 0 : 2;
  return summary.kind !== "sweep" && levels.some(({ ok, requests }) => ok < requests) ? 1 : 0;
}

/**
 * Returns the exit code of a search. The first condition that applies decides: 1 if every request failed; 3 if an end
 * of the bracket is invalid; 2 if every rate failed; otherwise 0.
 */
export function searchExitCode({ probes, capacityQps, valid }: SearchResult): number {
  if (probes.every(({ requests, failed }) => failed === requests)) return 1;
  if (!valid) return 3;
  return capacityQps === null ? 2 : 0;
}
