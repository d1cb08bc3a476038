import { join } from "node:path";
import type { Bench } from "./attempt.ts";
import { openaiClient } from "./clients/openai.ts";
import { openTransport } from "./http.ts";
import { type LevelPlan, runLevel, type Session } from "./level.ts";
import type { BurstOptions } from "./options.ts";
import { createProgress } from "./progress.ts";
import { openRecorder } from "./recorder.ts";
import { burstReport, failureLines, unreachableLine } from "./report.ts";
import { type Summary, targetWarnings, writeSummary } from "./results.ts";
import { type LevelRun, type LevelSummary, summarizeLevel } from "./summary.ts";

const TEXT =
  "Hello! How can I help you? Apa yang saya boleh bantu encik? Encik nak makan ayam gepuk ke?";

/** The sampling fields that a burst sends beside the common ones. */
const SAMPLING = {
  temperature: 0.6,
  repetition_penalty: 1.15,
  max_tokens: 3072,
  playback_speed: 1.5,
  playback_overlap_speed: 0.5,
  normalize: true,
};

/** Runs the burst (or the closed loop), prints its report, writes its files; the exit code. */
export async function runBurst(options: BurstOptions, signal: AbortSignal): Promise<number> {
  const say = (text: string) => (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  const name = options.benchmarkName ?? `bench_${crypto.randomUUID().slice(0, 8)}`;
  const startedAt = new Date().toISOString();
  const loops = options.requests !== undefined || options.duration !== undefined;
  const session = await openSession(options, name);
  const { recorder, bench } = session;
  const screen = options.quiet ? null : process.stderr;
  const runs: { run: LevelRun; level: LevelSummary }[] = [];
  try {
    say(`Warmup runs: ${options.warmup}`);
    if (options.warmup > 0) {
      const progress = createProgress("warmup", options.warmup, screen);
      await runLevel(warmupPlan(options), session, progress, signal);
    }
    say("Done Warmup runs!\n");
    for (const plan of levelPlans(options, loops)) {
      if (signal.aborted) break;
      const progress = createProgress(plan.label, plannedRequests(plan), screen);
      const run = await runLevel(plan, session, progress, signal);
      const level = summarizeLevel(run, options.percentileMethod);
      runs.push({ run, level });
      if (loops) say(`--- concurrency ${plan.concurrency} ---`);
      sayLevel(run, level, options, say);
    }
  } finally {
    bench.transport.close();
    await recorder.close();
  }
  const summary: Summary = {
    schema: 1,
    name,
    kind: loops ? "closed" : "burst",
    target: options.host,
    client: bench.client.id,
    seed: options.seed,
    scheduleHash: scheduleHash(options, loops),
    startedAt,
    percentileMethod: options.percentileMethod,
    levels: runs.map(({ level }) => level),
    valid: true,
    warnings: targetWarnings(options.host),
  };
  await writeSummary(recorder.folder, summary);
  if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  return signal.aborted ? 130 : exitCode(summary);
}

async function openSession(options: BurstOptions, name: string): Promise<Session> {
  const recorder = await openRecorder(join(options.outputDir, name));
  const bench: Bench = {
    client: openaiClient({
      modelId: options.modelId,
      responseFormat: options.responseFormat,
      stream: options.stream,
      apiKey: options.apiKey,
      headers: options.header,
      extra: { ...SAMPLING, ...options.body },
    }),
    transport: openTransport(options.host),
    timeouts: {
      firstAudioMs: options.timeoutFirstAudio,
      totalMs: options.timeoutTotal,
      stallMs: options.timeoutStall,
    },
    now: () => performance.now(),
  };
  return { bench, recorder, streamed: options.stream };
}

function asker(options: BurstOptions): LevelPlan["ask"] {
  const voices = options.voiceIds;
  return (seq) => ({ text: TEXT, voice: voices[seq % voices.length] ?? "alloy" });
}

function warmupPlan(options: BurstOptions): LevelPlan {
  return {
    label: "warmup",
    targetQps: null,
    concurrency: 1,
    load: { kind: "closed", concurrency: 1, requests: options.warmup, durationMs: null },
    ask: asker(options),
  };
}

function levelPlans(options: BurstOptions, loops: boolean): LevelPlan[] {
  return options.concurrency.map((concurrency) => ({
    label: loops ? `c${concurrency}` : "burst",
    targetQps: null,
    concurrency,
    load: loops
      ? {
          kind: "closed",
          concurrency,
          requests: options.requests ?? null,
          durationMs: options.duration ?? null,
        }
      : { kind: "open", offsetsMs: new Float64Array(concurrency), maxInFlight: null },
    ask: asker(options),
  }));
}

function plannedRequests({ load }: LevelPlan): number | null {
  return load.kind === "open" ? load.offsetsMs.length : load.requests;
}

/** Failures above the report, the report, and what we add below it. */
function sayLevel(
  run: LevelRun,
  level: LevelSummary,
  options: BurstOptions,
  say: (text: string) => void,
): void {
  for (const line of failureLines(run.outcomes)) say(line);
  const unreachable = unreachableLine(options.host, level);
  if (unreachable !== null) say(unreachable);
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  if (ok.length === 0) say("no successful request");
  else say(burstReport(run.outcomes.length, ok, options.percentileMethod));
}

function scheduleHash(options: BurstOptions, loops: boolean): string {
  const { concurrency, requests, duration, voiceIds, seed } = options;
  const plan = { loops, concurrency, requests, duration, voiceIds, seed, text: TEXT };
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(plan)).digest("hex");
}

function exitCode(summary: Summary): number {
  const { levels } = summary;
  return levels.some((level) => level.ok < level.requests || level.ok === 0) ? 1 : 0;
}
