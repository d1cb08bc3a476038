import { gateLine } from "../figures/gate.ts";
import { headline } from "../headline/headline.ts";
import type { Summary } from "../results/runSummary.ts";
import type { Console } from "./console.ts";
import { levelTableLines } from "./levelTable.ts";

/** Prints the table of the levels, the gates and the finding of a run, then its warnings. */
export function sayEnding(console: Console, summary: Summary): void {
  const { kind, levels, search, slo, warnings } = summary;
  // A search prints its own table and conclusion; a single burst or closed loop has only its report.
  const hasTable = search === undefined && (kind === "sweep" || levels.length > 1);
  console.enter("-");
  if (hasTable) console.sayAll(["", ...levelTableLines(summary), ""]);
  for (const gate of slo?.gates ?? []) console.say(`SLO ${gateLine(gate)}`);
  if (hasTable) console.say(headline(summary).text);
  for (const warning of warnings) console.say(`warning: ${warning}`);
}
