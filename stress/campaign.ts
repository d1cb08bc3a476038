import {
  calibrate,
  type Calibration,
  CALIBRATION_S,
  calibrationLines,
} from "./calibrate/calibrate.ts";
import { reproducingCommand, shownSettings } from "./command.ts";
import type { Console } from "./console.ts";
import { writeReport } from "./html/write.ts";
import { runLevel } from "./level.ts";
import type { LevelPlan } from "./load/plan.ts";
import type { CommonOptions } from "./options.ts";
import { plannedRequests } from "./load/part.ts";
import { createProgress } from "./show/progress.ts";
import { endpointLine, unreachableLine } from "./show/report.ts";
import {
  type ShardSummary,
  type Summary,
  targetWarnings,
  writeSummary,
} from "./records/results.ts";
import { hashSchedule } from "./load/schedule.ts";
import { searchExitCode, type SearchResult } from "./search/result.ts";
import { closeSession, type Session, soloSession } from "./session.ts";
import { tailLine } from "./figures/serverTiming.ts";
import { type Gate, gateLine, goodput, judge } from "./figures/slo.ts";
import { plannedStarts } from "./load/starts.ts";
import { type LevelRun, type LevelSummary, summarizeLevel } from "./figures/summary.ts";
import { verdict } from "./figures/validity.ts";

/** A level that has run. */
export interface Measured {
  readonly run: LevelRun;
  readonly level: LevelSummary;
  readonly saturated: boolean;
}

/** A run of levels, whatever its kind: what to run, and what to say about it. */
export interface Campaign {
  readonly kind: Summary["kind"];
  /** In order. A search appends its next probe in `end`, when it knows the last one's verdict. */
  readonly plans: readonly LevelPlan[];
  /** Before the first warm-up request. */
  warming(): void;
  warmed(): void;
  begin(plan: LevelPlan): void;
  /** After each level; "stop" leaves the rest out. */
  end(measured: Measured, plan: LevelPlan): "go" | "stop";
  /** After the last level: what a search found, which then stands for the gates of each level. */
  found?(): SearchResult;
}

/**
 * Warms up, runs the levels one after another, writes summary.json, and returns the exit code. Closes `session`.
 * After a level in which nothing could connect no further level is tried.
 */
export async function runCampaign(
  campaign: Campaign,
  options: CommonOptions,
  { session, console }: { readonly session: Session; readonly console: Console },
  signal: AbortSignal,
): Promise<number> {
  const { bench, recorder } = session;
  const startedAt = new Date().toISOString();
  const levels: LevelSummary[] = [];
  let calibration: Calibration | null = null;
  const parts: ShardSummary["levels"][number][] = [];
  try {
    if (options.calibrate) {
      calibration = await calibrate(options, CALIBRATION_S, signal);
      for (const line of calibration === null ? [] : calibrationLines(calibration))
        console.say(line);
    }
    if (!signal.aborted) await warmUp(campaign, options, { session, console }, signal);
    for (const plan of plannedStarts(campaign.plans, options)) {
      if (signal.aborted) break;
      console.enter(plan.label);
      campaign.begin(plan);
      if (plan.startMs !== undefined)
        console.say(`starts at ${new Date(plan.startMs).toISOString()}`);
      const planned = plannedRequests(plan.load);
      const progress = createProgress(plan, session, console.screen);
      const run = await runLevel(plan, session, progress, signal);
      const measured = summarize(run, options, signal.aborted);
      levels.push(measured.level);
      const { startMs, inFlight, faults } = run;
      parts.push({ label: plan.label, startMs, planned, inFlight, faults });
      const next = campaign.end(measured, plan);
      // A search has one line per rate.
      const tail =
        campaign.kind === "search" ? null : tailLine(run.outcomes, options.percentileMethod);
      if (tail !== null) console.say(tail);
      const unreachable = unreachableLine(bench.transport.target, measured.level, run.outcomes);
      if (unreachable !== null) console.say(unreachable);
      const wayOut = measured.level.ok > 0 ? null : endpointLine(run.outcomes[0]?.status ?? null);
      if (wayOut !== null) console.say(wayOut);
      if (unreachable !== null || run.faults.length > 0 || next === "stop") break;
    }
  } finally {
    await closeSession(session);
  }
  const search = campaign.found?.();
  const warnings = targetWarnings(options.host);
  const summary: Summary = {
    schema: 1,
    name: options.benchmarkName,
    kind: campaign.kind,
    target: bench.transport.target,
    client: bench.client.id,
    seed: options.seed,
    scheduleHash: hashSchedule(campaign.plans),
    startedAt,
    percentileMethod: options.percentileMethod,
    command: reproducingCommand(options.argv, options.seed),
    settings: shownSettings(options),
    levels,
    ...sayGates(search === undefined ? options.slo : [], levels, console),
    ...(search === undefined ? {} : { search }),
    ...(calibration === null ? {} : { calibration }),
    ...(session.part.count === 1 ? {} : { shard: { ...session.part, levels: parts } }),
    valid: search?.valid ?? levels.every((level) => level.valid),
    warnings,
  };
  // Behind the report, which scripts read from its first line.
  for (const warning of warnings) console.say(`warning: ${warning}`);
  await writeSummary(recorder.folder, summary);
  await writeReport(recorder.folder, summary);
  if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  return signal.aborted ? 130 : exitCode(summary);
}

/** Says which gates hold, and gives them as summary.json has them. */
export function sayGates(
  slo: readonly Gate[],
  levels: readonly LevelSummary[],
  console: Console,
): Pick<Summary, "slo"> {
  const gates = judge(slo, levels);
  for (const gate of gates) console.say(`SLO ${gateLine(gate)}`);
  return gates.length === 0 ? {} : { slo: { gates, pass: gates.every(({ pass }) => pass) } };
}

async function warmUp(
  campaign: Campaign,
  options: CommonOptions,
  { session, console }: { readonly session: Session; readonly console: Console },
  signal: AbortSignal,
): Promise<void> {
  console.enter("warmup");
  campaign.warming();
  const draws = campaign.plans[0]?.draws;
  if (options.warmup > 0 && draws !== undefined) {
    const plan: LevelPlan = {
      label: "warmup",
      targetQps: null,
      concurrency: 1,
      load: { kind: "closed", concurrency: 1, requests: options.warmup, durationMs: null },
      draws,
    };
    const solo = soloSession(session);
    const progress = createProgress(plan, solo, console.screen);
    await runLevel(plan, solo, progress, signal);
  }
  campaign.warmed();
}

/** The level's figures with goodput and verdict. A level that was interrupted isn't judged by its plan. */
export function summarize(
  run: LevelRun,
  options: Pick<CommonOptions, "slo" | "percentileMethod">,
  interrupted: boolean,
): Measured {
  const plain = summarizeLevel(run, options.percentileMethod);
  const judged = interrupted
    ? { valid: true, warnings: [], saturated: false }
    : verdict(run, plain);
  const level: LevelSummary = {
    ...plain,
    goodput: goodput(options.slo, run.outcomes, run.openLoop),
    valid: judged.valid && run.faults.length === 0,
    warnings: [...plain.warnings, ...run.faults, ...judged.warnings],
  };
  return { run, level, saturated: judged.saturated };
}

/** The first that applies: 1 a level without success; 3 invalid; 2 a gate failed; 1 failed requests; 0. */
export function exitCode(summary: Summary): number {
  const { levels, slo, search } = summary;
  if (search !== undefined) return searchExitCode(search);
  if (levels.length === 0 || levels.some(({ ok }) => ok === 0)) return 1;
  if (!summary.valid) return 3;
  if (slo !== undefined) return slo.pass ? 0 : 2;
  return summary.kind !== "sweep" && levels.some(({ ok, requests }) => ok < requests) ? 1 : 0;
}
