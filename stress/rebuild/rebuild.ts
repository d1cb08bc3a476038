import { basename } from "node:path";
import { summarize } from "../figures/measured.ts";
import { savedGates } from "../figures/gate.ts";
import { writeReport } from "../html/write.ts";
import { writePlots } from "../plots/plots.ts";
import { createFilter } from "../redact/filter.ts";
import { writeResult } from "../results/resultJson.ts";
import { type Summary, writeSummary } from "../results/runSummary.ts";
import { readPlan, type RunPlan } from "../results/savedPlan.ts";
import { judgedGates } from "../run/verdict.ts";
import { openConsole } from "../show/console.ts";
import { sayEnding } from "../show/ending.ts";
import { sayLevels } from "../show/levels.ts";
import { collectLevels, type Collected, isTalk } from "./collect.ts";

/**
 * Makes the figures and the report of a run that was killed, from requests.jsonl and, if it is there, plan.json; returns
 * the path of the report. Prints the figures, and how many requests have no record. Rejects if there are no records.
 */
export async function rebuildReport(folder: string): Promise<string> {
  const plan = await readPlan(folder);
  const collected = await collectLevels(folder, plan);
  const console = openConsole(folder, { json: false, quiet: true });
  const head = plan ?? unknownPlan(folder, collected);
  const { percentileMethod } = head;
  const slo = savedGates(head.settings);
  // A level without all of its records is not compared with its plan, like an interrupted one.
  const measured = collected.map(({ run, missing }) =>
    summarize(run, { slo, percentileMethod }, missing !== 0),
  );
  const results = sayLevels(console, measured, { method: percentileMethod, titled: true });
  const levels = measured.map(({ level }) => level);
  const warnings = collected.flatMap(missingLine);
  const { levels: _levels, ...known } = head;
  const summary: Summary = {
    ...known,
    levels,
    ...judgedGates(slo, levels),
    ended: "killed",
    valid: false,
    warnings,
  };
  sayEnding(console, summary);
  await writeSummary(folder, summary);
  if (head.kind === "sweep") {
    await writeResult(folder, results);
    await writePlots(folder, results);
  }
  return writeReport(folder, summary);
}

/** Says how many requests of a level have no record. */
function missingLine({ run, missing }: Collected): string[] {
  if (missing === 0) return [];
  const count = missing === null ? "an unknown number of" : String(missing);
  return [
    `level ${run.label}: ${count} requests have no record, because the run was killed before they ended; ${run.outcomes.length} have one`,
  ];
}

/** Returns the kind of the run with these levels. A search looks like a sweep. */
function kindOf(levels: readonly Collected["run"][]): RunPlan["kind"] {
  if (levels.some(isTalk)) return "talk";
  if (levels.some(({ openLoop }) => openLoop)) return "sweep";
  return levels.some(({ label }) => label === "burst") ? "burst" : "closed";
}

/** The plan of records without plan.json, whose levels are only known by their labels. */
function unknownPlan(folder: string, collected: readonly Collected[]): RunPlan {
  return {
    schema: 1,
    name: createFilter([])(basename(folder)),
    kind: kindOf(collected.map(({ run }) => run)),
    target: "unknown",
    client: "unknown",
    seed: 0,
    scheduleHash: "",
    startedAt: "",
    percentileMethod: "type7",
    command: "",
    settings: {},
    levels: [],
  };
}
