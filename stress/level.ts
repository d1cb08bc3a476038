import type { Crew } from "./crew.ts";
import { writeKept } from "./keptFiles.ts";
import type { Load } from "./load.ts";
import { type Part, WHOLE } from "./part.ts";
import type { Progress } from "./progress.ts";
import { createGaps, digest, type Outcome } from "./record.ts";
import type { Recorder } from "./recorder.ts";
import type { Draws } from "./schedule.ts";
import { epochMs } from "./epoch.ts";
import { type Hooks, type PartRun, preparePart, type Sender } from "./sender.ts";
import type { LevelRun } from "./summary.ts";

/** One level before it runs. */
export interface LevelPlan {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  readonly load: Load;
  /** What its requests say, and in which voices. */
  readonly draws: Draws;
  /** The first planned instant, milliseconds since 1970; absent: as soon as everything is ready. */
  readonly startMs?: number;
}

/** What all levels of a run share. */
export interface Session extends Sender {
  readonly recorder: Recorder;
  readonly streamed: boolean;
  /** Which requests of every level are sent from here. */
  readonly part: Part;
  /** The processes that send; null: this one does. */
  readonly crew: Crew | null;
}

/** Later than this after the instant it shares with others, a level is not the one that was planned. */
const MAX_LATE_START_MS = 20;

/** Runs `plan` and hands back its outcomes in the order in which they ended. */
export async function runLevel(
  plan: LevelPlan,
  session: Session,
  progress: Progress,
  signal: AbortSignal,
): Promise<LevelRun> {
  const outcomes: Outcome[] = [];
  const gaps = createGaps();
  const hooks: Hooks = {
    sent: () => progress.sent(),
    ended(record, line) {
      session.recorder.add(line);
      const outcome = digest(record);
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

/** Warm-ups come one after another, from this process alone, and none of them is a shard's. */
export function soloSession(session: Session): Session {
  return { ...session, part: WHOLE, crew: null, keepAudio: false };
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
