import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Measured } from "../figures/measured.ts";
import { type ResultLevel, resultLevel } from "../results/resultJson.ts";
import type { Console } from "./console.ts";
import { burstLines } from "./report.ts";
import { levelLines } from "./sweepReport.ts";

/** Prints the report of each level, below its label if `titled`; returns the content of result.json. */
export function sayLevels(
  console: Console,
  measured: readonly Measured[],
  { method, titled }: { readonly method: PercentileMethod; readonly titled: boolean },
): Record<string, ResultLevel> {
  const results: Record<string, ResultLevel> = {};
  for (const each of measured) {
    const { label } = each.level;
    console.enter(label);
    if (titled) console.say(`--- ${label} ---`);
    const result = resultLevel(each.run, each.level);
    if (result !== null) results[label] = result;
    console.sayAll(each.run.openLoop ? levelLines(each, result) : burstLines(each, method));
  }
  return results;
}
