import type { Command } from "commander";
import { random } from "../../fixtures/random.ts";
import { CPU_COST, runMs } from "../../src/codec/schedule/cost.ts";
import { CPU_LIMITS } from "../../src/codec/schedule/deviceLimits.ts";
import { pick } from "../../src/codec/schedule/policy.ts";
import type { DeviceState, WaitingStream } from "../../src/codec/schedule/cuts.ts";
import { createPlayback } from "../../src/playback.ts";
import type { Playback } from "../../src/playback.ts";
import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { cutLength, windowShape } from "../../src/codec/schedule/windows.ts";
import type { Cut } from "../../src/codec/schedule/windows.ts";

/*
 * Runs the codec's policy in simulated time: on a fake device with the measured cost of a CPU, with listeners that play
 * in real time and send the next request when their playback ends, and with an LM of 300 tokens a second per stream.
 * Listeners of the kind "reads" send the next request when the audio has arrived, so that the device is always busy.
 * Run: bun run bench codec-sim
 */

interface Stream extends WaitingStream {
  position: number;
  readonly total: number;
  readonly playback: Playback;
  firstMs: number;
  stallMs: number;
}

type Run = readonly { readonly stream: Stream; readonly cut: Cut }[];
/** A policy under test: returns the next run and its duration. */
type Policy = (nowMs: number, waiting: readonly Stream[]) => { run: Run; costMs: number };

export interface SimReport {
  readonly streams: number;
  readonly firstP50Ms: number;
  readonly firstP95Ms: number;
  /** Fraction of the streams with more than 50 ms of underruns in total. */
  readonly stallShare: number;
  /** Seconds of audio per second. */
  readonly throughput: number;
  readonly meanBatch: number;
}

const TARGET_MS = 300;
const TOKENS_PER_MS = 0.3;
const MEAN_TOKENS = 325;
const SHAPE = windowShape({ kind: "live", targetMs: TARGET_MS }, CPU_LIMITS.budgetTokens).shape;

const DEVICE: DeviceState = { ...CPU_LIMITS, lanes: 1, lastFileMs: 0 };

/** The policy of the server. */
export const deadlinePolicy: Policy = (nowMs, waiting) => picked(nowMs, waiting, DEVICE);

/** The policy of the server without windows that are longer than the listener's hop. */
export const shortHopPolicy: Policy = (nowMs, waiting) =>
  picked(nowMs, waiting, { ...DEVICE, maxHopTokens: 0 });

function picked(
  nowMs: number,
  waiting: readonly Stream[],
  device: DeviceState,
): ReturnType<Policy> {
  const run = pick(nowMs, waiting, device).batch;
  const first = run[0];
  return { run, costMs: first ? runMs(CPU_COST, run.length, cutLength(first.cut)) : 0 };
}

/** The policy to compare with: hops of 75 tokens from the start; one run decodes all ready streams, at most 16. */
export const fixedHopPolicy: Policy = (_nowMs, waiting) => {
  const run = waiting.flatMap((stream) => {
    const rest = stream.arrived - stream.position;
    const ends = stream.complete && rest <= 75;
    if (!ends && rest < 85 && !(stream.complete && rest > 75)) return [];
    const hop = Math.min(75, rest);
    const after = Math.min(10, rest - hop);
    const before = Math.min(10, stream.position);
    return [{ stream, cut: { position: stream.position, before, hop, after } }];
  });
  const longest = Math.max(0, ...run.map(({ cut }) => cutLength(cut)));
  return { run: run.slice(0, 16), costMs: runMs(CPU_COST, Math.min(16, run.length), longest) };
};

interface SimOptions {
  readonly listeners: number;
  readonly streams: number;
  readonly seed: number;
  /** Whether a listener sends its next request when its playback ends; otherwise when the audio has arrived. */
  readonly plays?: boolean;
}

/** Plays `streams` streams through `policy`, at most `listeners` at once. Deterministic for a seed. */
export function simulate(policy: Policy, options: SimOptions): SimReport {
  const { plays = true } = options;
  const fraction = seeded(options.seed);
  const spreadMs = (MEAN_TOKENS / TOKENS_PER_SECOND) * 1000;
  const startsMs = Array.from({ length: options.listeners }, () => fraction() * spreadMs);
  const clock = { nowMs: 0 };
  const done: Stream[] = [];
  let active: Stream[] = [];
  let inFlight: { run: Run; endMs: number } | null = null;
  let [runs, windows] = [0, 0];
  for (; done.length < options.streams; clock.nowMs++) {
    const { nowMs } = clock;
    if (inFlight !== null && inFlight.endMs <= nowMs) {
      for (const { stream, cut } of inFlight.run) deliver(nowMs, stream, cut);
      for (const stream of active.filter(({ position, total }) => position === total)) {
        done.push(stream);
        startsMs.push(plays ? (stream.playback.underrunMs() ?? nowMs) : nowMs);
      }
      active = active.filter(({ position, total }) => position < total);
      inFlight = null;
    }
    for (const startMs of startsMs.filter((startMs) => startMs <= nowMs)) {
      startsMs.splice(startsMs.indexOf(startMs), 1);
      active.push(openStream(clock, Math.round(MEAN_TOKENS * (0.5 + fraction()))));
    }
    if (inFlight !== null) continue;
    const { run, costMs } = policy(nowMs, active);
    if (run.length === 0) continue;
    inFlight = { run, endMs: nowMs + costMs };
    runs++;
    windows += run.length;
  }
  return report(done, clock.nowMs, windows / runs);
}

/** Opens a stream of `total` tokens that starts now. The number of arrived tokens follows from the stream's age. */
function openStream(clock: { readonly nowMs: number }, total: number): Stream {
  const startMs = clock.nowMs;
  const playback = createPlayback(1);
  return {
    kind: "live",
    shape: SHAPE,
    position: 0,
    total,
    playback,
    sinceMs: startMs,
    speed: playback.speed,
    firstMs: 0,
    stallMs: 0,
    get arrived() {
      return Math.min(total, Math.floor((clock.nowMs - startMs) * TOKENS_PER_MS));
    },
    get complete() {
      return this.arrived === total;
    },
    get deadlineMs() {
      return playback.underrunMs() ?? startMs + TARGET_MS;
    },
    get playing() {
      return playback.underrunMs() !== null;
    },
  };
}

function deliver(nowMs: number, stream: Stream, cut: Cut): void {
  if (stream.position === 0) stream.firstMs = nowMs - stream.sinceMs;
  stream.position += cut.hop;
  stream.stallMs += stream.playback.add(nowMs, cut.hop / TOKENS_PER_SECOND);
}

function report(done: readonly Stream[], endMs: number, meanBatch: number): SimReport {
  const firsts = done.map(({ firstMs }) => firstMs).sort((a, b) => a - b);
  const at = (share: number) => firsts[Math.ceil(share * firsts.length) - 1] ?? 0;
  const tokens = done.reduce((sum, { total }) => sum + total, 0);
  return {
    streams: done.length,
    firstP50Ms: at(0.5),
    firstP95Ms: at(0.95),
    stallShare: done.filter(({ stallMs }) => stallMs > 50).length / done.length,
    throughput: tokens / TOKENS_PER_SECOND / (endMs / 1000),
    meanBatch,
  };
}

/** Creates a generator of pseudo-random numbers in [0, 1). */
function seeded(seed: number): () => number {
  const next = random(seed);
  return () => next(2 ** 32) / 2 ** 32;
}

const POLICIES = {
  deadline: deadlinePolicy,
  "hop up to 75": shortHopPolicy,
  "fixed hop": fixedHopPolicy,
} as const;

/** Adds the action of this bench, which has no flags. */
export function define(command: Command): void {
  command.action(run);
}

/** Prints the figures of the policies at 1 to 16 listeners. */
async function run(): Promise<void> {
  const loads = [
    ...[1, 4, 8, 10, 11, 12, 16].map((listeners) => ({ listeners, plays: true })),
    ...[8, 16].map((listeners) => ({ listeners, plays: false })),
  ];
  const rows = loads.flatMap((load) =>
    Object.entries(POLICIES).map(([policy, run]) => {
      const report = simulate(run, { ...load, streams: 400, seed: 1 });
      return {
        listeners: `${load.listeners} ${load.plays ? "play" : "read"}`,
        policy,
        "first p50 ms": report.firstP50Ms,
        "first p95 ms": report.firstP95Ms,
        "stalled %": Number((100 * report.stallShare).toFixed(1)),
        "audio s/s": Number(report.throughput.toFixed(1)),
        "mean batch": Number(report.meanBatch.toFixed(2)),
      };
    }),
  );
  console.table(rows);
}
