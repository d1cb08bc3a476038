import { attempt, type Bench } from "./attempt.ts";
import type { Ask } from "./clients/client.ts";
import { type Load, runLoad } from "./load.ts";
import type { Progress } from "./progress.ts";
import { digest, type Outcome } from "./record.ts";
import type { Recorder } from "./recorder.ts";
import type { LevelRun } from "./summary.ts";

/** One level before it runs. */
export interface LevelPlan {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  readonly load: Load;
  /** What request `seq` says, and in which voice. */
  readonly ask: (seq: number) => Ask;
}

/** What all levels of a run share. */
export interface Session {
  readonly bench: Bench;
  readonly recorder: Recorder;
  readonly streamed: boolean;
}

/** Runs `plan` and hands back its outcomes in the order in which they ended. */
export async function runLevel(
  plan: LevelPlan,
  session: Session,
  progress: Progress,
  signal: AbortSignal,
): Promise<LevelRun> {
  const { bench, recorder } = session;
  const outcomes: Outcome[] = [];
  const connectionsBefore = bench.transport.connections;
  const cpuBefore = process.cpuUsage();
  const originMs = bench.now();
  const clock = () => bench.now() - originMs;
  const fire = async (seq: number, dueMs: number, freeMs: number) => {
    progress.sent();
    const planned = { seq, level: plan.label, dueMs, ask: plan.ask(seq) };
    const record = await attempt(planned, bench, originMs, signal);
    recorder.add(record);
    outcomes.push(digest(record, freeMs));
    progress.finished();
  };
  try {
    await runLoad(plan.load, fire, clock, signal);
  } finally {
    progress.close();
  }
  const cpu = process.cpuUsage(cpuBefore);
  return {
    label: plan.label,
    targetQps: plan.targetQps,
    concurrency: plan.concurrency,
    openLoop: plan.targetQps !== null,
    streamed: session.streamed,
    outcomes,
    connections: bench.transport.connections - connectionsBefore,
    generatorCpu: (cpu.user + cpu.system) / 1000 / Math.max(1, clock()),
  };
}
