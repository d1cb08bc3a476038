import { calibrate, CALIBRATION_S, calibrationLines } from "../calibrate/calibrate.ts";
import type { Calibration } from "../results/calibration.ts";
import type { Console } from "../show/console.ts";
import { type Measured, summarize } from "../figures/measured.ts";
import { tailLine } from "../figures/serverTiming.ts";
import type { LevelSummary } from "../figures/summary.ts";
import { writeReport } from "../html/write.ts";
import { placeOf, runLevel } from "./level.ts";
import { connectionsAtOnce, oneAfterAnother, plannedRequests } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { hashSchedule } from "../load/schedule.ts";
import { plannedStarts } from "../load/starts.ts";
import type { CommonOptions } from "../options/options.ts";
import { type ShardSummary, type Summary, writeSummary } from "../results/runSummary.ts";
import { messageOf } from "../../src/message.ts";
import { descriptorError } from "../http/descriptors.ts";
import type { Planned } from "../results/savedPlan.ts";
import { plannedHead, savePlan } from "./head.ts";
import { isOwnMachine } from "../http/ownMachine.ts";
import type { SearchResult } from "../results/searchResult.ts";
import { createFilter, filterAll } from "../redact/filter.ts";
import { closeSession, openSession, resultFolder, type Session, soloSession } from "./session.ts";
import { sayEnding } from "../show/ending.ts";
import { endpointLine, unreachableLine } from "../show/advice.ts";
import { exitCode, judgedGates } from "./verdict.ts";

const SHARED_MACHINE = "target and tester share a machine: each slows the other";

/** The levels of one kind of run, and callbacks that print its output. */
export interface Campaign {
  readonly kind: Summary["kind"];
  /** The levels in order. A search appends its next level in `end`. */
  readonly plans: readonly LevelPlan[];
  /** Called before the first warm-up request. */
  warming(): void;
  /** Called after the warm-up. */
  warmed(): void;
  /** Called before each level. */
  begin(plan: LevelPlan): void;
  /** Called after each level; "stop" skips the remaining levels. */
  end(measured: Measured, plan: LevelPlan): "go" | "stop";
  /** Writes files of this kind of run into `folder`, after all others. Not called if those could not be written. */
  write?(folder: string): Promise<void>;
  /** Called after the last level of a search. Returns its result, which replaces the gates of the levels. */
  found?(): SearchResult;
}

/** A campaign with its settings and its output. */
export interface CampaignRun {
  readonly campaign: Campaign;
  /** Settings that the report shows. */
  readonly options: CommonOptions;
  /** Settings for sending requests; absent: `options`. */
  readonly sending?: CommonOptions;
  readonly console: Console;
}

/** The results of all levels. */
interface Results {
  readonly calibration: Calibration | null;
  readonly levels: readonly LevelSummary[];
  /** Data that a merge of shards needs in addition to the records. */
  readonly parts: ShardSummary["levels"];
}

/**
 * Runs `campaign`: warm-up, its levels in order, then summary.json and report.html. Returns the exit code. Rejects if
 * the start of a level cannot be planned, or if a level needs more connections than a process may open. If a file cannot be
 * written, the figures are still printed, and the exit code is 1. Stops after a level in which every connection
 * failed.
 *
 * @example
 * const exitCode = await runCampaign({ campaign, options, console }, signal);
 */
export async function runCampaign(run: CampaignRun, signal: AbortSignal): Promise<number> {
  const { campaign, options, console } = run;
  const startedAt = new Date().toISOString();
  // Before the session is opened: if these throw, earlier results keep their names.
  const plans = plannedStarts(campaign.plans, options);
  refuseLevels(plans, options.workers * options.shard.count);
  const session = await openSession(run.sending ?? options);
  const { kind } = campaign;
  const prepared = { kind, plans, options, startedAt };
  const head = plannedHead(prepared, session);
  let unwritten: unknown = null;
  let results: Results;
  try {
    sayEarlier(session, console);
    await savePlan(head, prepared, session).catch((error: unknown) => (unwritten = error));
    results = await runLevels({ ...run, plans, session }, signal);
  } finally {
    await closeSession(session).catch((error: unknown) => (unwritten = error));
  }
  const summary = filterAll(
    summaryOf(run, session, { ...results, head, isInterrupted: signal.aborted }),
    createFilter(options.secrets),
  );
  sayEnding(console, summary);
  const folder = resultFolder(options);
  if (unwritten === null)
    await writeFiles(folder, summary)
      .then(() => campaign.write?.(folder))
      .catch((error: unknown) => (unwritten = error));
  if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  if (unwritten !== null) {
    console.note(`error: ${messageOf(unwritten)}`);
    return 1;
  }
  console.say(`Results: ${folder} (report.html, summary.json, requests.jsonl)`);
  return signal.aborted ? 130 : exitCode(summary);
}

async function writeFiles(folder: string, summary: Summary): Promise<void> {
  await writeSummary(folder, summary);
  await writeReport(folder, summary);
}

/** Throws Error if a level needs more connections at once than each of `processes` may open. */
function refuseLevels(plans: readonly LevelPlan[], processes: number): void {
  for (const { label, load } of plans) {
    const error = descriptorError(Math.ceil(connectionsAtOnce(load) / processes));
    if (error !== null) throw new Error(`level ${label}: ${error}`);
  }
}

function sayEarlier({ recorder: { folder, earlier } }: Session, console: Console): void {
  if (earlier !== null)
    console.note(
      `${folder} had the files of an earlier run: they are kept there, with -${earlier} in their names`,
    );
}

/** A campaign whose session is open. */
interface OpenRun extends CampaignRun {
  readonly plans: readonly LevelPlan[];
  readonly session: Session;
}

async function runLevels(run: OpenRun, signal: AbortSignal): Promise<Results> {
  const { campaign, options, console, session, plans } = run;
  const levels: LevelSummary[] = [];
  const parts: ShardSummary["levels"][number][] = [];
  if (options.calibrate) console.note("Calibration of the tester, about 40 s …");
  const calibration = options.calibrate ? await calibrate(options, CALIBRATION_S, signal) : null;
  if (calibration !== null) for (const line of calibrationLines(calibration)) console.say(line);
  if (!signal.aborted) await warmUp(run, signal);
  for (const [index, plan] of plans.entries()) {
    if (signal.aborted) break;
    console.enter(plan.label);
    campaign.begin(plan);
    if (plan.startMs !== undefined)
      console.say(`starts at ${new Date(plan.startMs).toISOString()}`);
    const place = campaign.kind === "search" ? null : placeOf(plans, index);
    const ran = await runLevel({ plan, session, screen: console.screen, place }, signal);
    const measured = summarize(ran, options, signal.aborted);
    levels.push(measured.level);
    const { startMs, inFlight, faults } = ran;
    const planned = plannedRequests(plan.load);
    parts.push({ label: plan.label, startMs, planned, inFlight, faults });
    const next = campaign.end(measured, plan);
    const connected = sayAdvice(run, measured);
    if (!connected || faults.length > 0 || next === "stop") break;
  }
  return { calibration, levels, parts };
}

/**
 * Prints the server timing of the slowest requests, and advice after a level without success. Returns false if every
 * connection failed.
 */
function sayAdvice(
  { campaign, options, console, session }: OpenRun,
  { run, level }: Measured,
): boolean {
  // A search prints only one line per rate.
  const tail = campaign.kind === "search" ? null : tailLine(run.outcomes, options.percentileMethod);
  const unreachable = unreachableLine(session.context.transport.target, level, run.outcomes);
  const refused = run.outcomes.find(({ error }) => error !== null)?.status ?? null;
  const isRefused = refused === 401 || refused === 403;
  const isTalk = campaign.kind === "talk";
  const advice = level.ok > 0 && !isRefused ? null : endpointLine(refused, isTalk);
  for (const line of [tail, unreachable, advice]) if (line !== null) console.say(line);
  return unreachable === null;
}

/** Builds the summary of a run. A search ends itself, and says why. */
function summaryOf(
  { campaign, options }: CampaignRun,
  { part }: Session,
  ran: Results & { readonly head: Planned; readonly isInterrupted: boolean },
): Summary {
  const { head, calibration, levels, parts } = ran;
  const search = campaign.found?.();
  return {
    ...head,
    // A search plans its levels while it runs.
    ...(search === undefined ? {} : { scheduleHash: hashSchedule(campaign.plans) }),
    levels,
    ...judgedGates(search === undefined ? options.slo : [], levels),
    ...(ran.isInterrupted && search === undefined ? { ended: "interrupted" } : {}),
    ...(search === undefined ? {} : { search }),
    ...(calibration === null ? {} : { calibration }),
    ...(part.count === 1 ? {} : { shard: { ...part, levels: parts } }),
    valid: search?.valid ?? levels.every((level) => level.valid),
    warnings: isOwnMachine(options.host) ? [SHARED_MACHINE] : [],
  };
}

async function warmUp(
  { campaign, options, console, session }: OpenRun,
  signal: AbortSignal,
): Promise<void> {
  console.enter("warmup");
  campaign.warming();
  const [first] = campaign.plans;
  if (options.warmup > 0 && first !== undefined) {
    const plan: LevelPlan = {
      label: "warmup",
      targetQps: null,
      concurrency: 1,
      load: oneAfterAnother(first.load, options.warmup),
      draws: first.draws,
    };
    const solo = soloSession(session);
    await runLevel({ plan, session: solo, screen: console.screen, place: null }, signal);
  }
  campaign.warmed();
}
