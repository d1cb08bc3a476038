import { createGapList } from "../figures/gaps.ts";
import { type Outcome, toOutcome } from "../figures/outcome.ts";
import type { LevelRun } from "../figures/summary.ts";
import { writeKept } from "../keep/keptFiles.ts";
import { partOf, plannedRequests, plannedSpanMs } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import type { PartHooks, PartRun } from "../load/sender.ts";
import { epochMs } from "../load/time.ts";
import type { Place } from "../show/liveView.ts";
import { createProgress, type Screen } from "../show/progress.ts";
import type { ShownLevel } from "../show/tally.ts";
import { prepare } from "../talk/prepare.ts";
import type { Session } from "./session.ts";

/**
 * Maximum delay of a level after its planned start (--start-at), milliseconds. A level that starts later is invalid.
 */
const MAX_LATE_START_MS = 20;

/** A level that is about to run. */
interface OpenLevel {
  readonly plan: LevelPlan;
  readonly session: Session;
  /** The output on which progress is shown; null: progress is not shown. */
  readonly screen: Screen | null;
  /** Its place in the run; null if the number of levels is unknown. */
  readonly place: Place | null;
}

/**
 * Sends the requests of one level. The outcomes are in order of completion.
 */
export async function runLevel(level: OpenLevel, signal: AbortSignal): Promise<LevelRun> {
  const { plan, session } = level;
  const outcomes: Outcome[] = [];
  const gaps = createGapList();
  const lateMs = plan.startMs === undefined ? 0 : epochMs() - plan.startMs;
  const late = `invalid: started ${Math.round(lateMs)} ms late; set a later --start-at, or a longer --drain`;
  const progress = createProgress(shownLevel(level), level.screen);
  const hooks: PartHooks = {
    sent: () => progress.sent(),
    ended(record, line) {
      session.recorder.add(line);
      const outcome = toOutcome(record);
      outcomes.push(outcome);
      if (record.error === null) gaps.add(record.chunks);
      progress.finished(outcome);
    },
  };
  let run: PartRun;
  try {
    run = await sendLevel(level, hooks, signal);
  } finally {
    progress.close();
  }
  const { label } = plan;
  await writeKept(session.recorder.folder, { label, kept: run.kept }, outcomes).catch(
    (error: unknown) => session.recorder.fail(error),
  );
  return {
    label,
    targetQps: plan.targetQps,
    concurrency: plan.concurrency,
    gapScale: plan.gapScale ?? null,
    openLoop: plan.targetQps !== null,
    streamed: session.streamed,
    outcomes,
    gapsMs: gaps.all(),
    startMs: run.startMs,
    inFlight: run.inFlight,
    connections: run.connections,
    coreWaitMs: run.coreWaitMs,
    generatorCpu: run.cpuMs / Math.max(1, epochMs() - run.startMs),
    faults: lateMs > MAX_LATE_START_MS ? [...run.faults, late] : run.faults,
  };
}

/** Returns the place of `plans[index]` in a run of several levels, otherwise null. */
export function placeOf(plans: readonly LevelPlan[], index: number): Place | null {
  if (plans.length === 1) return null;
  const later = plans.slice(index + 1).map(({ load }) => plannedSpanMs(load));
  const laterMs = later.includes(null)
    ? null
    : later.reduce((sum: number, ms) => sum + (ms ?? 0), 0);
  return { nth: index + 1, of: plans.length, laterMs };
}

/** Sends the level from this process, or from the workers of the session. */
async function sendLevel(
  { plan, session }: OpenLevel,
  hooks: PartHooks,
  signal: AbortSignal,
): Promise<PartRun> {
  const { crew, part } = session;
  if (crew !== null) return crew.run({ plan, part }, hooks, signal);
  return prepare(plan, session, part)(plan.startMs ?? null, hooks, signal);
}

/** Returns the properties of a level that the progress display needs. */
function shownLevel({ plan, session, place }: OpenLevel): ShownLevel {
  return {
    label: plan.label,
    total: plannedRequests(partOf(plan.load, session.part)),
    sendingMs: plannedSpanMs(plan.load),
    planned: plan.load.kind === "open",
    openLoop: plan.targetQps !== null,
    streamed: session.streamed,
    place,
  };
}
