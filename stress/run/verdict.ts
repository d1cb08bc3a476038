import type { Console } from "../show/console.ts";
import { type Gate, gateLine, judge } from "../figures/slo.ts";
import type { LevelSummary } from "../figures/summary.ts";
import type { Summary } from "../results/runSummary.ts";
import type { SearchResult } from "../results/searchResult.ts";

/** Prints the result of each gate of `slo`, and returns the gates as summary.json stores them. */
export function sayGates(
  slo: readonly Gate[],
  levels: readonly LevelSummary[],
  console: Console,
): Pick<Summary, "slo"> {
  const gates = judge(slo, levels);
  for (const gate of gates) console.say(`SLO ${gateLine(gate)}`);
  return gates.length === 0 ? {} : { slo: { gates, pass: gates.every(({ pass }) => pass) } };
}

/**
 * Exit code of a run, the first that applies: 1 a level without a success; 3 invalid; 2 a gate failed; 1 failed
 * requests; 0.
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
 * Exit code of a search, the first that applies: 1 every request failed; 3 an end of the bracket is invalid; 2 every rate
 * failed; 0.
 */
export function searchExitCode({ probes, capacityQps, valid }: SearchResult): number {
  if (probes.every(({ requests, failed }) => failed === requests)) return 1;
  if (!valid) return 3;
  return capacityQps === null ? 2 : 0;
}
