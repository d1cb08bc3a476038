import { writeKept } from "../keep/keptFiles.ts";
import type { Progress } from "../show/progress.ts";
import { createGapList } from "../figures/gaps.ts";
import { toOutcome, type Outcome } from "../figures/outcome.ts";
import type { LevelPlan } from "../load/plan.ts";
import { epochMs } from "../load/time.ts";
import { type Hooks, type PartRun, preparePart } from "../load/sender.ts";
import type { Session } from "./session.ts";
import type { LevelRun } from "../figures/summary.ts";

/** Later than this after the instant it shares with others, a level is not the one that was planned. */
const MAX_LATE_START_MS = 20;

/** A level that is about to run. */
interface PlannedLevel {
  readonly plan: LevelPlan;
  readonly session: Session;
  readonly progress: Progress;
}

/** Sends the requests of one level. The outcomes are in the order in which the requests ended. */
export async function runLevel(
  { plan, session, progress }: PlannedLevel,
  signal: AbortSignal,
): Promise<LevelRun> {
  const outcomes: Outcome[] = [];
  const gaps = createGapList();
  const hooks: Hooks = {
    sent: () => progress.sent(),
    ended(record, line) {
      session.recorder.add(line);
      const outcome = toOutcome(record);
      outcomes.push(outcome);
      if (record.error === null) gaps.add(record.chunks);
      progress.finished(outcome);
    },
  };
  const lateMs = plan.startMs === undefined ? 0 : epochMs() - plan.startMs;
  const late = `invalid: began ${Math.round(lateMs)} ms after its instant; set a later --start-at, or a longer --drain`;
  let ran: PartRun;
  try {
    ran = await sendLevel(plan, session, hooks, signal);
  } finally {
    progress.close();
  }
  const { label } = plan;
  await writeKept(session.recorder.folder, { label, kept: ran.kept }, outcomes);
  return {
    label,
    targetQps: plan.targetQps,
    concurrency: plan.concurrency,
    gapScale: plan.gapScale ?? null,
    openLoop: plan.targetQps !== null,
    streamed: session.streamed,
    outcomes,
    gapsMs: gaps.all(),
    startMs: ran.startMs,
    inFlight: ran.inFlight,
    connections: ran.connections,
    coreWaitMs: ran.coreWaitMs,
    generatorCpu: ran.cpuMs / Math.max(1, epochMs() - ran.startMs),
    faults: lateMs > MAX_LATE_START_MS ? [...ran.faults, late] : ran.faults,
  };
}

async function sendLevel(
  plan: LevelPlan,
  session: Session,
  hooks: Hooks,
  signal: AbortSignal,
): Promise<PartRun> {
  if (session.crew !== null) return session.crew.run(plan, session.part, hooks, signal);
  const run = preparePart(plan, session, session.part);
  return run(plan.startMs ?? null, hooks, signal);
}
