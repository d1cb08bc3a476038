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
 * The codec policy on virtual time: a fake device with the measured cost of a CPU, listeners who play in real time
 * and ask again when their playback ends, an LM that gives every stream 300 tokens a second.
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
/** One policy under test: the next run, and what it costs. */
type Policy = (nowMs: number, waiting: readonly Stream[]) => { run: Run; costMs: number };

export interface SimReport {
  readonly streams: number;
  readonly firstP50Ms: number;
  readonly firstP95Ms: number;
  /** Share of the streams whose listener heard more than 50 ms of silence in all. */
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

/** The policy that runs in production. */
export const deadlinePolicy: Policy = (nowMs, waiting) => {
  const run = pick(nowMs, waiting, DEVICE).batch;
  const first = run[0];
  return { run, costMs: first ? runMs(CPU_COST, run.length, cutLength(first.cut)) : 0 };
};

/** What it stands beside: 75-token hops from the start, first come first served, all that waits in one run. */
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

/** Plays `streams` streams through `policy` with `listeners` at once. Deterministic for a seed. */
export function simulate(
  policy: Policy,
  options: { listeners: number; streams: number; seed: number },
): SimReport {
  const fraction = seeded(options.seed);
  const spreadMs = (MEAN_TOKENS / TOKENS_PER_SECOND) * 1000;
  const starts = Array.from({ length: options.listeners }, () => fraction() * spreadMs);
  const done: Stream[] = [];
  let active: Stream[] = [];
  let running: { run: Run; endMs: number } | null = null;
  let runs = 0;
  let windows = 0;
  let nowMs = 0;
  for (; done.length < options.streams; nowMs++) {
    if (running !== null && running.endMs <= nowMs) {
      for (const { stream, cut } of running.run) hear(nowMs, stream, cut);
      for (const stream of active.filter(({ position, total }) => position === total)) {
        done.push(stream);
        starts.push(stream.playback.underrunMs() ?? nowMs);
      }
      active = active.filter(({ position, total }) => position < total);
      running = null;
    }
    for (const startMs of starts.filter((startMs) => startMs <= nowMs)) {
      starts.splice(starts.indexOf(startMs), 1);
      active.push(newStream(nowMs, Math.round(MEAN_TOKENS * (0.5 + fraction()))));
    }
    if (running !== null) continue;
    const { run, costMs } = policy(nowMs, active);
    if (run.length === 0) continue;
    running = { run, endMs: nowMs + costMs };
    runs++;
    windows += run.length;
    // Tokens go on arriving during the run; they are counted from each stream's age when it is looked at.
  }
  return report(done, nowMs, windows / runs);

  function newStream(startMs: number, total: number): Stream {
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
        return Math.min(total, Math.floor((nowMs - startMs) * TOKENS_PER_MS));
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
}

function hear(nowMs: number, stream: Stream, cut: Cut): void {
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

/** Fractions from 0 up to 1. */
function seeded(seed: number): () => number {
  const next = random(seed);
  return () => next(2 ** 32) / 2 ** 32;
}

/** Prints the production policy beside the fixed hop, at 1 to 16 listeners. */
export async function run(): Promise<void> {
  const rows = [1, 4, 8, 10, 16].flatMap((listeners) =>
    Object.entries({ deadline: deadlinePolicy, "fixed hop": fixedHopPolicy }).map(
      ([policy, run]) => {
        const found = simulate(run, { listeners, streams: 400, seed: 1 });
        return {
          listeners,
          policy,
          "first p50 ms": found.firstP50Ms,
          "first p95 ms": found.firstP95Ms,
          "stalled %": Number((100 * found.stallShare).toFixed(1)),
          "audio s/s": Number(found.throughput.toFixed(1)),
          "mean batch": Number(found.meanBatch.toFixed(2)),
        };
      },
    ),
  );
  console.table(rows);
}
