import { parseSlo } from "../figures/gate.ts";
import { outcomeOf, runOf } from "../figures/outcome.fake.ts";
import { judge } from "../figures/slo.ts";
import { type LevelSummary, summarizeLevel } from "../figures/summary.ts";
import type { Summary } from "../results/runSummary.ts";
import { summaryOf } from "../results/runSummary.fake.ts";

/** Returns a level at `qps` whose 100 requests have their first audio after `firstAudioMs`, judged by `slo`. */
export function levelAt(
  qps: number,
  { firstAudioMs = 100, slo = "", ...changes }: LevelChanges = {},
): LevelSummary {
  const outcomes = Array.from({ length: 100 }, (_, index) => {
    const dueMs = (index * 1000) / qps;
    return outcomeOf({
      dueMs,
      sentMs: dueMs,
      firstAudioMs: dueMs + firstAudioMs,
      endMs: dueMs + 500,
    });
  });
  const run = runOf(outcomes, { targetQps: qps, label: qps.toFixed(1) });
  const level = { ...summarizeLevel(run, "type7"), ...changes };
  return { ...level, gates: slo === "" ? [] : judge(parseSlo(slo), [level]) };
}

interface LevelChanges extends Partial<LevelSummary> {
  readonly firstAudioMs?: number;
  readonly slo?: string;
}

/** Returns the summary of a sweep with `levels`, judged by `slo`. */
export function sweepOf(slo: string, levels: readonly LevelSummary[]): Summary {
  return summaryOf({ kind: "sweep", settings: { slo }, levels });
}
