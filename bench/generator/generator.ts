import type { Command } from "commander";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureOpen, measurePaced, type Subject } from "../../stress/calibrate/calibrate.ts";
import { runLevel } from "../../stress/run/level.ts";
import type { Load } from "../../stress/load/load.ts";
import { startNullServer } from "../../stress/calibrate/nullServerProcess.ts";
import { parseInvocation } from "../../stress/options/options.ts";
import { closeSession, openSession } from "../../stress/run/session.ts";
import { summarizeLevel } from "../../stress/figures/summary.ts";
import { autocannon, oha, type OtherTool } from "./otherTools.ts";
import { measureReport } from "./reportSpeed.ts";
import { measureTalk } from "./talkAccuracy.ts";
import { atLeast, atMost, openTable } from "./table.ts";
import { listOf } from "../flags.ts";
import { quantile } from "../quantile.ts";

const CONNECTIONS = 50;
const never = new AbortController().signal;

const { note, print } = openTable();

const PARTS = ["rate", "paced", "closed", "held", "talk", "report"] as const;
type Part = (typeof PARTS)[number];

interface Options {
  readonly quick: boolean;
  readonly only: readonly Part[];
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--quick", "one repetition of 3 s instead of three of 8 s", false)
    .option("--only <parts>", `some of ${PARTS.join(", ")}`, listOf(PARTS), PARTS)
    .action(run);
}

/** Measures the load generator against a null server in its own process and prints one table. */
async function run({ quick, only }: Options): Promise<void> {
  const parts = new Set(only);
  const repeats = quick ? 1 : 3;
  const seconds = quick ? 3 : 8;
  const folder = await mkdtemp(join(tmpdir(), "generator-"));
  const server = await startNullServer();
  try {
    const flags = `--host ${server.url} --stream --response-format pcm --output-dir ${folder} --benchmark-name g --quiet`;
    const invocation = parseInvocation(flags.split(" "));
    if (invocation.kind !== "burst")
      throw new Error(
        `Expected the load generator's flags to select a burst, got ${invocation.kind}`,
      );
    const subject = { server, options: invocation.options };
    for (let repeat = 0; repeat < repeats; repeat++) {
      if (parts.has("rate")) for (const qps of [200, 500]) await openLoop(subject, qps, seconds);
      if (parts.has("paced"))
        for (const pieceMs of [100, 20]) await pacedStreams(subject, pieceMs, seconds);
      if (parts.has("closed")) {
        await closedLoop(subject, seconds);
        await others(server.url, seconds);
      }
      if (parts.has("held")) for (const streams of [300, 1000]) await heldStreams(subject, streams);
      if (parts.has("talk"))
        for (const conversations of [1, 20]) await talkErrors(folder, conversations, quick);
    }
    if (parts.has("report")) await reportSpeed(folder, quick);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
  print(repeats);
}

async function openLoop(subject: Subject, qps: number, seconds: number): Promise<void> {
  const { rateError, arrivalMs, sendLagMs } = await measureOpen(subject, { qps, seconds }, never);
  note(`open loop ${qps}/s: rate error, %`, Math.abs(rateError ?? NaN) * 100, {
    goal: atMost(0.5),
  });
  note(`  from planned send time to arrival at the server: p50, ms`, arrivalMs?.p50 ?? NaN, {
    of: qps,
  });
  note(`  from planned send time to arrival at the server: p99, ms`, arrivalMs?.p99 ?? NaN, {
    goal: atMost(3),
    of: qps,
  });
  note(`  reported send lag p99, ms`, sendLagMs?.p99 ?? NaN, { of: qps });
}

async function pacedStreams(subject: Subject, pieceMs: number, seconds: number): Promise<void> {
  const shape = { streams: 1000, pieceMs, seconds: seconds + 1 };
  const { chunkErrorMs, generatorCpu } = await measurePaced(subject, shape, never);
  const goal = pieceMs === 100 ? atMost(2.5) : null;
  const name = `1,000 streams in ${pieceMs} ms chunks`;
  note(`${name}: chunk-time error p50, ms`, chunkErrorMs?.p50 ?? NaN);
  note(`  chunk-time error p99, ms`, chunkErrorMs?.p99 ?? NaN, { goal, of: pieceMs });
  note(`  cores`, generatorCpu, { of: pieceMs });
}

/** Measures a closed loop as the load generator runs it, including its file of records and its figures. */
async function closedLoop(subject: Subject, seconds: number): Promise<void> {
  const load: Load = {
    kind: "closed",
    concurrency: CONNECTIONS,
    requests: null,
    durationMs: seconds * 1000,
  };
  const { run, wallS, cpuS } = await level(subject, "/whole", load);
  const ok = run.outcomes.filter(({ error }) => error === null).length;
  note(`closed loop, ${CONNECTIONS} connections: requests/s`, ok / wallS, {
    goal: atLeast(10_000),
  });
  note(`  requests per CPU-second`, ok / cpuS, { of: "ours" });
  await subject.server.report();
}

async function others(url: string, seconds: number): Promise<void> {
  const body = JSON.stringify({ input: "Hello.", voice: "alloy", stream: true });
  const show = (name: string, result: OtherTool | null) => {
    if (result === null) return;
    note(`${name}: requests/s`, result.requests / seconds);
    note(`  ${name}: requests per CPU-second`, result.requests / result.cpuS);
  };
  const target = { url: `${url}/whole/v1/audio/speech`, body, connections: CONNECTIONS, seconds };
  show("autocannon", await autocannon(target));
  show("oha", await oha(target));
}

/** Measures how many streams are open at once, as the server counts them. */
async function heldStreams(subject: Subject, streams: number): Promise<void> {
  const offsetsMs = new Float64Array(streams);
  await level(subject, "/held/3000", { kind: "open", offsetsMs, maxInFlight: null });
  const { peak } = await subject.server.report();
  note(`${streams} streams: most open at once, counted by the server`, peak, {
    goal: atLeast(streams),
  });
}

/** Measures `stress report` of 100,000 records; `quick` extrapolates from a tenth of them. */
async function reportSpeed(folder: string, quick: boolean): Promise<void> {
  const factor = quick ? 10 : 1;
  const { seconds, cpuS, peakMiB } = await measureReport(folder, 100_000 / factor);
  note("report of 100,000 records of 100 chunks, s", factor * seconds, { goal: atMost(5) });
  note("  its CPU time, s", factor * cpuS);
  note("  its peak memory, MiB", peakMiB);
}

/** Compares conversations with what a scripted server did. */
async function talkErrors(folder: string, conversations: number, quick: boolean): Promise<void> {
  const turns = conversations > 1 ? 5 : quick ? 10 : 30;
  const errors = await measureTalk({ conversations, turns, folder });
  const goal = atMost(2);
  const of = conversations;
  note(
    `${conversations} conversations: first token to first sound, error p50, ms`,
    quantile(errors.soundMs, 0.5),
  );
  note("  its error p99, ms", quantile(errors.soundMs, 0.99), { goal, of });
  note("  first token to first byte, error p99, ms", quantile(errors.byteMs, 0.99), {
    goal,
    of,
  });
  note("  cancel to last sound, error p99, ms", quantile(errors.lastSoundMs, 0.99), {
    goal,
    of,
  });
  note("  cancel to acknowledgement, error p99, ms", quantile(errors.acknowledgedMs, 0.99), {
    goal,
    of,
  });
  note("  lag of the tokens p99, ms", quantile(errors.tokenLagMs, 0.99), { of });
}

async function level({ options, server }: Subject, path: string, load: Load) {
  const asking = { ...options, host: server.url + path };
  const session = await openSession(asking);
  const cpuBefore = process.cpuUsage();
  const beganMs = performance.now();
  try {
    const plan = {
      label: "g",
      targetQps: null,
      concurrency: CONNECTIONS,
      load,
      draws: { texts: ["Hello."], voices: ["alloy"], seed: 1 },
    };
    const run = await runLevel({ plan, session, screen: null, place: null }, never);
    const wallS = (performance.now() - beganMs) / 1000;
    summarizeLevel(run, "type7");
    const cpu = process.cpuUsage(cpuBefore);
    return { run, wallS, cpuS: (cpu.user + cpu.system) / 1e6 };
  } finally {
    await closeSession(session);
  }
}
