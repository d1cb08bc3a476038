import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { DeviceName } from "../../src/ort/cuda.ts";
import { probeCodes, TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { type Decoder, openDecoder } from "../../src/codec/decode/decoder.ts";
import { count, deviceNamed } from "../flags.ts";
import { type Goals, atMost, openGoals } from "../goals.ts";
import { quantile } from "../quantile.ts";
import { countAllocations } from "./allocations/allocations.ts";
import { type Loaded, type Load, measureLoad } from "./load.ts";

const SHAPES = [
  [1, 25],
  [1, 95],
  [1, 200],
  [2, 95],
  [4, 50],
  [8, 95],
] as const;
const SHAPE_S = 2;
/** Token rate of each of eight streams of one speech LM. */
const LM_TOKENS_PER_S = 300;
/** Raw decode rate for which the goals of 8 and 10 real-time listeners were set, seconds of audio per second. */
const GOAL_RAW = 15.5;
/** Raw decode rate from which 16 real-time listeners are measured: that of an int8 decoder on two cores. */
const INT8_RAW = 28;
/** Numbers of listeners, each with the maximum fraction of stalled streams. The test of codec-sim has the same goals. */
const REAL_TIME = [
  { listeners: 8, stalled: 0.01 },
  { listeners: 10, stalled: 0.05 },
] as const;

interface Options {
  readonly model: string;
  readonly tokens: string;
  readonly device: DeviceName;
  readonly streams: number;
  readonly runs: number;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--model <file>", "decoder", "fixtures/decoder.onnx")
    .option("--tokens <file>", "recorded tokens", "fixtures/replay_tokens.txt")
    .option("--device <name>", "auto, cpu, cuda or cuda:N", deviceNamed, "cpu")
    .option("--streams <n>", "streams of each load", count, 300)
    .option("--runs <n>", "repetitions", count, 3)
    .action(run);
}

/**
 * Measures raw batched decoding, then the server over HTTP on replayed tokens of 3.2 to 9.8 s as a ratio to the best
 * raw rate of the same run, then streams at an LM's pace. The exit code is 1 if more streams stall than a goal allows.
 * On a slower device the goals have fewer listeners.
 */
async function run(options: Options): Promise<void> {
  const goals = openGoals(console.log);
  await allocations(goals);
  const decoder = await openDecoder({
    file: options.model,
    device: options.device,
    threads: availableParallelism(),
    lanes: 1,
    graphs: [],
    libraryPath: process.env["ORT_LIBRARY"] || null,
    log: console.log,
  });
  try {
    const raws: number[] = [];
    for (let index = 1; index <= options.runs; index += 1) {
      console.log(`run ${index} of ${options.runs}`);
      const best = await bestShape(decoder);
      raws.push(best.rate);
      const raw = (): Promise<number> => rawRate(decoder, best.shape);
      await throughput(options, raw);
      await realTime(options, best.rate, goals);
    }
    await paced(options);
    console.log(`best raw: ${spread(raws)} audio-s/s over ${raws.length} runs`);
    for (const [name, values] of medians) console.log(`median of ${name}: ${spread(values)}`);
    if (goals.missed > 0) process.exitCode = 1;
  } finally {
    await decoder.close();
  }
}

/** Counts the buffers that a window allocates. The reader of a stream gets one, which is its to keep. */
async function allocations(goals: Goals): Promise<void> {
  const { windows, loop, worker } = await countAllocations();
  const figures = `buffers allocated per window, over ${windows} windows: ${loop.toFixed(2)} on the event loop, ${worker.toFixed(2)} in the Worker`;
  goals.judge(figures, atMost(loop + worker, 1.1, "at most the reader's chunk"));
}

/** Values of each figure over the runs. */
const medians = new Map<string, number[]>();

function record(name: string, value: number): number {
  medians.set(name, [...(medians.get(name) ?? []), value]);
  return value;
}

function spread(values: readonly number[]): string {
  const [median, least, most] = [0.5, 0, 1].map((q) => quantile(values, q).toFixed(3));
  return `${median} (${least} … ${most})`;
}

/**
 * Measures the throughput of files, and of streams that are read at full speed, as a ratio to the raw decode rate. The
 * speed of a shared machine drifts, so the raw rate is measured before and after each load.
 */
async function throughput(options: Options, rawNow: () => Promise<number>): Promise<void> {
  const loads = [
    ...[1, 8, 16].map((concurrency) => ({ concurrency, stream: false })),
    ...[1, 8, 16].map((concurrency) => ({ concurrency, stream: true })),
  ];
  for (const { concurrency, stream } of loads) {
    const count = concurrency === 1 ? Math.ceil(options.streams / 6) : options.streams;
    const before = await rawNow();
    const loaded = await measured(options, { concurrency, stream, streams: count, play: false });
    const raw = (before + (await rawNow())) / 2;
    const name = `${stream ? "streamed" : "files"} at ${concurrency}`;
    const rate = audioRate(loaded);
    const share = loaded.server.newTokens / loaded.server.decodedTokens;
    const ratio = record(`${name}, ratio to raw`, rate / raw);
    const useful = record(`${name}, ratio to useful share × raw`, rate / (share * raw));
    console.log(
      `${name}: ${rate.toFixed(1)} audio-s/s, ${ratio.toFixed(2)} of raw (${raw.toFixed(1)}, mean of before and after), ${useful.toFixed(2)} of useful share × raw; ${work(loaded)}`,
    );
  }
}

/** Returns the numbers of listeners to measure, each with the maximum fraction of stalled streams; null: no goal. */
function stallLimits(raw: number): ReadonlyMap<number, number | null> {
  const limits = new Map<number, number | null>();
  // On a slower device the listeners are scaled down. If two goals scale to the same number, the stricter one is used.
  for (const { listeners, stalled } of REAL_TIME) {
    const scaled = Math.max(1, Math.floor((listeners * Math.min(raw, GOAL_RAW)) / GOAL_RAW));
    if (!limits.has(scaled)) limits.set(scaled, stalled);
  }
  for (const { listeners } of REAL_TIME) if (!limits.has(listeners)) limits.set(listeners, null);
  if (raw >= INT8_RAW) limits.set(16, 0.01);
  return limits;
}

/** Measures the stalls of listeners that play in real time, with tokens at an LM's pace. */
async function realTime(options: Options, raw: number, goals: Goals): Promise<void> {
  for (const [concurrency, limit] of stallLimits(raw)) {
    const { streams } = options;
    const load = { concurrency, streams, stream: true, play: true };
    const loaded = await measured(options, load, 1 / LM_TOKENS_PER_S);
    const name = `${concurrency} real-time listeners`;
    const stalls = loaded.heard.filter((stream) => stream.worstStallMs > 50).length;
    const stalled = record(`${name}, share with a stall > 50 ms`, stalls / loaded.heard.length);
    record(`${name}, first audio p95 ms`, firstMs(loaded, 0.95));
    const figures =
      `${name}, ${LM_TOKENS_PER_S} tokens/s each: first audio p50 ${firstMs(loaded, 0.5).toFixed(0)} p95 ${firstMs(loaded, 0.95).toFixed(0)} ms, ` +
      `stalls > 50 ms ${(100 * stalled).toFixed(1)} % of ${loaded.heard.length} streams; ${work(loaded)}`;
    if (limit === null) console.log(figures);
    else goals.judge(figures, atMost(stalled, limit, `stalls at most ${100 * limit} %`));
  }
}

/** Measures the CPU time of one stream with tokens at the pace of speech: decoding, an idle server, the rest. */
async function paced(options: Options): Promise<void> {
  const load = { concurrency: 1, streams: 5, stream: true, play: true };
  const loaded = await measured(options, load, 1 / TOKENS_PER_SECOND);
  const { cpuMs, busyMs } = loaded.server;
  const idle = await measured(options, { ...load, streams: 0, idleS: loaded.wallS });
  const wallMs = loaded.wallS * 1000;
  const besides = cpuMs - loaded.server.decodeCpuMs - idle.server.cpuMs;
  console.log(
    `one stream paced at ${TOKENS_PER_SECOND} tokens/s: first audio p50 ${firstMs(loaded, 0.5).toFixed(0)} max ${firstMs(loaded, 1).toFixed(0)} ms; ` +
      `of ${(wallMs / 1000).toFixed(1)} s, CPU ${((100 * cpuMs) / wallMs).toFixed(1)} % of a core, decoding ${((100 * loaded.server.decodeCpuMs) / wallMs).toFixed(1)} % (runs busy ${((100 * busyMs) / wallMs).toFixed(1)} %), ` +
      `an idle server ${((100 * idle.server.cpuMs) / wallMs).toFixed(1)} %, the rest ${((100 * besides) / wallMs).toFixed(1)} %`,
  );
}

function measured(options: Options, load: Load, tokenDelayS = 0): Promise<Loaded> {
  const { model, tokens, device } = options;
  const env = {
    DECODER_MODEL: model,
    DUMMY_TOKENS_FILE: tokens,
    DUMMY_REPEAT: "2",
    DUMMY_TOKEN_DELAY: String(tokenDelayS),
    DEVICE: device,
  };
  return measureLoad(env, load);
}

/** Describes the batches, the useful share (new of decoded tokens) and the CPU time of the server. */
function work({ server, wallS }: Loaded): string {
  const { runs, windows, newTokens, decodedTokens, busyMs } = server;
  const share = (100 * newTokens) / decodedTokens;
  const busy = (100 * busyMs) / 1000 / wallS;
  const rest = server.cpuMs - server.decodeCpuMs;
  return (
    `useful share ${share.toFixed(0)} %, mean batch ${(windows / runs).toFixed(2)}, mean window ${(decodedTokens / windows).toFixed(0)} tokens, ` +
    `mean run ${(busyMs / runs).toFixed(0)} ms, device busy ${busy.toFixed(0)} %, CPU besides decoding ${((100 * rest) / 1000 / wallS).toFixed(1)} % of a core`
  );
}

function firstMs({ heard }: Loaded, q: number): number {
  return quantile(
    heard.map(({ firstAudioMs }) => firstAudioMs),
    q,
  );
}

function audioRate({ heard, wallS }: Loaded): number {
  return heard.reduce((sum, { audioS }) => sum + audioS, 0) / wallS;
}

type Shape = (typeof SHAPES)[number];

/** Finds the shape with the highest raw rate, without server and scheduler. */
async function bestShape(
  decoder: Decoder,
): Promise<{ readonly shape: Shape; readonly rate: number }> {
  const rates: string[] = [];
  let best: { shape: Shape; rate: number } = { shape: SHAPES[0], rate: 0 };
  for (const shape of SHAPES) {
    const rate = await rawRate(decoder, shape);
    rates.push(`${shape.join("×")} ${rate.toFixed(1)}`);
    if (rate > best.rate) best = { shape, rate };
  }
  console.log(
    `raw decode, audio-s/s by batch × tokens: ${rates.join(", ")}; best ${best.rate.toFixed(1)}`,
  );
  return best;
}

async function rawRate(decoder: Decoder, [batch, length]: Shape): Promise<number> {
  const rows = Array.from({ length: batch }, (_, row) => probeCodes(length, row));
  await decoder.decode(rows);
  const startMs = performance.now();
  let runs = 0;
  while (performance.now() - startMs < SHAPE_S * 1000) {
    await decoder.decode(rows);
    runs += 1;
  }
  return (runs * batch * length) / TOKENS_PER_SECOND / ((performance.now() - startMs) / 1000);
}
