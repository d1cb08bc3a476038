import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Gate } from "./gate.ts";
import { goodput, judge } from "./slo.ts";
import { type LevelRun, type LevelSummary, summarizeLevel } from "./summary.ts";
import { verdict } from "./validity.ts";

/** A level after its run, with its figures. */
export interface Measured {
  readonly run: LevelRun;
  readonly level: LevelSummary;
}

/** Computes the figures of `run`, its goodput, its gates and its validity. An interrupted level is not compared with its plan. */
export function summarize(
  run: LevelRun,
  options: { readonly slo: readonly Gate[]; readonly percentileMethod: PercentileMethod },
  interrupted: boolean,
): Measured {
  const figures = summarizeLevel(run, options.percentileMethod);
  const judged = interrupted
    ? { valid: true, warnings: [], saturated: false }
    : verdict(run, figures);
  const level: LevelSummary = {
    ...figures,
    goodput: goodput(options.slo, run.outcomes, run.openLoop),
    saturated: judged.saturated,
    complete: !interrupted,
    valid: judged.valid && run.faults.length === 0,
    warnings: [...figures.warnings, ...run.faults, ...judged.warnings],
  };
  return { run, level: { ...level, gates: judge(options.slo, [level]) } };
}
