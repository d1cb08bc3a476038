import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Measured } from "../figures/measured.ts";
import type { Console } from "./console.ts";
import { burstReport, failureLines } from "./report.ts";

/** Prints the report of a level, its failures first. */
export function sayBurst(
  console: Console,
  { run, level }: Measured,
  method: PercentileMethod,
): void {
  for (const line of failureLines(run.outcomes)) console.say(line);
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  if (ok.length === 0) console.say("no successful request");
  else console.say(burstReport(run.outcomes.length, ok, method));
  for (const warning of level.warnings) console.say(`warning: ${warning}`);
}
