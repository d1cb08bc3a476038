import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Measured } from "../figures/measured.ts";
import { type ResultLevel, resultLevel } from "../results/resultJson.ts";
import type { Console } from "./console.ts";
import { burstLines } from "./burstReport.ts";
import { levelLines } from "./sweepReport.ts";
import { talkLines } from "./talkReport.ts";

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
    console.sayAll(linesOf(each, result, method));
  }
  return results;
}

function linesOf(
  measured: Measured,
  result: ResultLevel | null,
  method: PercentileMethod,
): readonly string[] {
  if (measured.level.talk !== undefined) return talkLines(measured);
  return measured.run.openLoop ? levelLines(measured, result) : burstLines(measured, method);
}
