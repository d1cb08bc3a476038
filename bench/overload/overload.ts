import { type Command, Option } from "commander";
import { positive } from "../flags.ts";
import { type Flooded, floodedSchema, WORDS } from "./flood.ts";
import { listen } from "../listener.ts";
import { type Probed, probe, watchLag } from "./probe.ts";
import { quantile } from "../quantile.ts";
import { readReady } from "../ready.ts";
import { type ServerProcess, startServer } from "../serverProcess.ts";
import { textOf } from "../texts.ts";

const TIMES = 10;
const ALONE = 40;
const WARM = 5;
/** Fraction of requests that are probes, at most MOST_PROBES a second, so that probes do not overload this process. */
const PROBE_SHARE = 0.5;
const MOST_PROBES = 20;
const MEASURE_S = 8;
/** Requests in flight while capacity is measured: enough to keep the engine busy, within its limits. */
const CLOSED = { flite: 16, neucodec: 32 };
/** Length of the initial burst, which can queue. The sustained load after the burst is reported separately. */
const BURST_S = 5;
const STALL_MS = 50;
const GOALS = { refusalMs: 20, slower: 3, stalled: 0.01, recoveryMs: 1000 };
/** The server has recovered when a request is at most this many times as slow as the slowest request without load. */
const NORMAL = 1.5;
const GIVE_UP_MS = 30_000;

interface Options {
  readonly seconds: number;
  readonly engine: "flite" | "neucodec";
  readonly model: string;
  readonly rate?: number;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--seconds <n>", "duration", positive, 60)
    .addOption(new Option("--engine <name>").choices(["flite", "neucodec"]).default("flite"))
    .option("--model <file>", "decoder of neucodec", "fixtures/decoder.onnx")
    .option("--rate <n>", "capacity, requests a second (default: measured first)", positive)
    .action(run);
}

/** Sends ten times the capacity from another process. This process only sends and measures probes. */
async function run({ seconds, engine, model, rate: given }: Options): Promise<void> {
  const server = await startServer(engine === "flite" ? { ENGINE: engine } : replay(model));
  try {
    const alone = await measureAlone(server);
    const rate = given ?? (await capacity(server, CLOSED[engine]));
    console.log(`${TIMES} × ${rate} requests a second for ${seconds} s`);
    const probeRate = Math.min(MOST_PROBES, PROBE_SHARE * TIMES * rate);
    const floodRate = TIMES * rate - probeRate;
    const crowd = flood(server, ["open", String(floodRate), String(seconds)]);
    const { lagsMs, answers } = await probing(server, { probeRate, over: crowd.over });
    const recoveryMs = await recovery(server, alone);
    const [probes, all] = await Promise.all([answers, crowd.ended]);
    const later = probes.slice(Math.ceil(BURST_S * probeRate));
    const missed = report({ alone, probes, later, lagsMs, recoveryMs, all });
    if (missed) process.exitCode = 1;
  } finally {
    const code = await server.stop();
    console.log(`server's exit code ${code} (goal 0)`);
    if (code !== 0) process.exitCode = 1;
  }
}

/** Returns settings with a replay as the speech LM: 250 tokens a second, five times real time. */
function replay(model: string): Readonly<Record<string, string>> {
  return {
    DUMMY_TOKENS_FILE: "fixtures/replay_tokens.txt",
    DUMMY_TOKEN_DELAY: "0.004",
    DECODER_MODEL: model,
    DEVICE: "cpu",
  };
}

/** Measures the times to first audio of sequential requests, ms. */
async function measureAlone({ url }: ServerProcess): Promise<readonly number[]> {
  const first: number[] = [];
  for (let index = -WARM; index < ALONE; index += 1) {
    const { firstAudioMs } = await probe(url, textOf(index + WARM, WORDS));
    if (firstAudioMs === null) throw new Error("a request without load got no audio");
    if (index >= 0) first.push(firstAudioMs);
  }
  return first;
}

/** Returns the capacity in requests a second: the smaller of the declared (live listeners) and the measured one. */
async function capacity(server: ServerProcess, closed: number): Promise<number> {
  const { outcomes, seconds } = await flood(server, ["closed", `${closed}`, `${MEASURE_S}`]).ended;
  const measured = (outcomes["200"] ?? 0) / seconds;
  const { liveCapacity: listeners } = await readReady(server.url);
  const { audioS } = await listen(server.url, { input: textOf(0, WORDS), stream: false });
  const declared = listeners === null ? Infinity : listeners / audioS;
  console.log(
    `capacity: measured ${measured.toFixed(1)} requests a second of ${audioS.toFixed(1)} s; declared ${listeners ?? "no"} live listeners`,
  );
  return Number(Math.min(measured, declared).toFixed(1));
}

interface Crowd {
  /** Resolves when sending stops. */
  readonly over: Promise<void>;
  readonly ended: Promise<Flooded>;
}

function flood({ url }: ServerProcess, args: readonly string[]): Crowd {
  const child = Bun.spawn(["bun", `${import.meta.dir}/flood.ts`, url, ...args], {
    env: { ...process.env, BUN_CONFIG_MAX_HTTP_REQUESTS: "65336" },
    stdout: "pipe",
    stderr: "inherit",
  });
  const over = Promise.withResolvers<void>();
  const ended = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const bytes of child.stdout) {
      text += decoder.decode(bytes, { stream: true });
      if (text.includes("\n")) over.resolve();
    }
    over.resolve();
    const last = text.trim().split("\n").at(-1) ?? "";
    if (last === "") throw new Error("the flood process printed nothing");
    return floodedSchema.parse(JSON.parse(last));
  })();
  return { over: over.promise, ended };
}

interface Probes {
  /** Resolves when the admitted probes are read to the end. */
  readonly answers: Promise<readonly Probed[]>;
  readonly lagsMs: readonly number[];
}

interface Probing {
  readonly probeRate: number;
  readonly over: Promise<void>;
}

async function probing({ url }: ServerProcess, { probeRate, over }: Probing): Promise<Probes> {
  const lag = watchLag();
  const sent: Promise<Probed>[] = [];
  const timer = setInterval(
    () => sent.push(probe(url, textOf(sent.length, WORDS))),
    1000 / probeRate,
  );
  await over;
  clearInterval(timer);
  lag.stop();
  return { answers: Promise.all(sent), lagsMs: lag.lagsMs };
}

/** Measures the time from the end of the flood to the first audio of a request with normal latency. */
async function recovery({ url }: ServerProcess, alone: readonly number[]): Promise<number> {
  const fromMs = performance.now();
  const normalMs = NORMAL * Math.max(...alone);
  for (let index = 0; performance.now() - fromMs < GIVE_UP_MS; index += 1) {
    const sentMs = performance.now();
    const { firstAudioMs } = await probe(url, textOf(index, WORDS));
    if (firstAudioMs !== null && firstAudioMs <= normalMs) return sentMs + firstAudioMs - fromMs;
    await Bun.sleep(10);
  }
  return Infinity;
}

interface Seen {
  readonly probes: readonly Probed[];
  /** Probes sent after the burst. */
  readonly later: readonly Probed[];
  readonly lagsMs: readonly number[];
  readonly alone: readonly number[];
  readonly recoveryMs: number;
  readonly all: Flooded;
}

/** Name, figure, goal, and whether the figure meets the goal. */
type Row = readonly [what: string, figure: string, goal: string, holds: boolean];

/** Prints the table. Returns true if a goal was missed. */
function report(seen: Seen): boolean {
  const rows = rowsOf(seen);
  for (const [what, figure, goal, holds] of rows)
    console.log(
      `${what.padEnd(40)}${figure.padEnd(44)}${goal.padEnd(20)}${goal === "" ? "" : holds ? "holds" : "MISSED"}`.trimEnd(),
    );
  return rows.some(([, , , holds]) => !holds);
}

function rowsOf({ alone, probes, later, lagsMs, recoveryMs, all }: Seen): readonly Row[] {
  const refused = probes.flatMap(({ refusedMs }) => refusedMs ?? []);
  const first = probes.flatMap(({ firstAudioMs }) => firstAudioMs ?? []);
  const lasting = later.flatMap(({ firstAudioMs }) => firstAudioMs ?? []);
  const stalls = probes.filter(({ worstStallMs }) => worstStallMs > STALL_MS).length;
  const stalled = stalls / first.length;
  const outcomes: Record<string, number> = { ...all.outcomes };
  for (const { status } of probes) outcomes[status] = (outcomes[status] ?? 0) + 1;
  const others = Object.keys(outcomes).filter((name) => !["200", "429", "503"].includes(name));
  const slower = at(first, 0.95) / at(alone, 0.95);
  return [
    ["answers", counts(outcomes), "only 200, 429, 503", others.length === 0],
    [
      "refusal, p50 / p99",
      `${ms(refused, 0.5)} / ${ms(refused, 0.99)} (${refused.length} probes)`,
      `p99 < ${GOALS.refusalMs} ms`,
      refused.length > 0 && at(refused, 0.99) < GOALS.refusalMs,
    ],
    ["first audio alone, p50 / p95", `${ms(alone, 0.5)} / ${ms(alone, 0.95)}`, "", true],
    [
      "first audio of the admitted, p50 / p95",
      `${ms(first, 0.5)} / ${ms(first, 0.95)}: ${slower.toFixed(1)} × (${first.length} probes)`,
      `≤ ${GOALS.slower} ×`,
      slower <= GOALS.slower,
    ],
    [
      `of them after ${BURST_S} s, p50 / p95`,
      `${ms(lasting, 0.5)} / ${ms(lasting, 0.95)}: ${(at(lasting, 0.95) / at(alone, 0.95)).toFixed(1)} × (${lasting.length} probes)`,
      "",
      true,
    ],
    [
      `admitted with a stall > ${STALL_MS} ms`,
      `${(100 * stalled).toFixed(1)} %`,
      `≤ ${100 * GOALS.stalled} %`,
      stalled <= GOALS.stalled,
    ],
    [
      "recovery after the load",
      `${recoveryMs.toFixed(0)} ms`,
      `≤ ${GOALS.recoveryMs} ms`,
      recoveryMs <= GOALS.recoveryMs,
    ],
    ["lateness of the probes' timers, p99", ms(lagsMs, 0.99), "", true],
  ];
}

function at(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  return quantile(values, q);
}

function ms(values: readonly number[], q: number): string {
  return `${at(values, q).toFixed(1)} ms`;
}

function counts(outcomes: Readonly<Record<string, number>>): string {
  return Object.entries(outcomes)
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ");
}
