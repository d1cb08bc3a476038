import { attempt, type Bench } from "./attempt.ts";
import { type Load, runLoad } from "./load.ts";
import type { Progress } from "./progress.ts";
import { createGaps, digest, type Outcome } from "./record.ts";
import type { Recorder } from "./recorder.ts";
import { drawAsk, type Draws } from "./schedule.ts";
import type { LevelRun } from "./summary.ts";
import { withRandomPrefix } from "./texts.ts";
import { IN_FLIGHT_SAMPLE_MS } from "./validity.ts";

/** One level before it runs. */
export interface LevelPlan {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  readonly load: Load;
  /** What its requests say, and in which voices. */
  readonly draws: Draws;
}

/** What all levels of a run share. */
export interface Session {
  readonly bench: Bench;
  readonly recorder: Recorder;
  readonly streamed: boolean;
  /** Put words before each text that no cache has seen. */
  readonly randomPrefix: boolean;
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
  const gaps = createGaps();
  const connectionsBefore = bench.transport.connections;
  const cpuBefore = process.cpuUsage();
  const samples: number[] = [];
  let inFlight = 0;
  const draw = (seq: number) => drawAsk(plan.draws, plan.label, seq);
  // Drawn before the clock starts: what is drawn at the send would make it late.
  const asks = Array.from({ length: drawnAhead(plan.load) }, (_, seq) => draw(seq));
  const sampler = setInterval(() => samples.push(inFlight), IN_FLIGHT_SAMPLE_MS);
  const originMs = bench.now();
  const clock = () => bench.now() - originMs;
  const fire = async (seq: number, dueMs: number, freeMs: number) => {
    progress.sent();
    const drawn = asks[seq] ?? draw(seq);
    const ask = session.randomPrefix ? { ...drawn, text: withRandomPrefix(drawn.text) } : drawn;
    inFlight++;
    const record = await attempt(
      { seq, level: plan.label, dueMs, freeMs, ask },
      bench,
      originMs,
      signal,
    );
    inFlight--;
    recorder.add(record);
    outcomes.push(digest(record));
    if (record.error === null) gaps.add(record.chunks);
    progress.finished();
  };
  try {
    await runLoad(plan.load, fire, clock, signal);
  } finally {
    clearInterval(sampler);
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
    gapsMs: gaps.all(),
    inFlight: samples,
    connections: bench.transport.connections - connectionsBefore,
    generatorCpu: (cpu.user + cpu.system) / 1000 / Math.max(1, clock()),
  };
}

function drawnAhead(load: Load): number {
  return load.kind === "open" ? load.offsetsMs.length : (load.requests ?? 0);
}
