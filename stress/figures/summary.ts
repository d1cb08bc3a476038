import { interval95, percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import type { FailureKind } from "../http/failure.ts";
import { NOTICED_STALL_MS } from "./player.ts";
import type { Outcome } from "./outcome.ts";
import { rounded, serviceMs } from "../records/record.ts";

/** Figures of one measured quantity; null stands where nothing was measured. */
export interface Stats {
  readonly n: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** 95 % interval of p99 from order statistics; null below 368 values. */
  readonly p99ci: readonly [number, number] | null;
}

export interface Stalls {
  readonly episodes: number;
  readonly stalledS: number;
  /** Shares of streams with a single stall above 50, 100 and 200 ms. */
  readonly share50: number;
  readonly share100: number;
  readonly share200: number;
  /** The pre-roll with which 95 % and 99 % of the streams never stall. */
  readonly preroll95Ms: number;
  readonly preroll99Ms: number;
}

/** One level of summary.json. */
export interface LevelSummary {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  /** What the drawn gaps were multiplied by, so that the last request is due at (n − 1)/rate; null: none were drawn. */
  readonly gapScale: number | null;
  readonly requests: number;
  readonly ok: number;
  readonly errors: Readonly<Partial<Record<FailureKind, number>>>;
  readonly achievedQps: number;
  readonly wallS: number;
  readonly responseMs: Stats | null;
  readonly serviceMs: Stats | null;
  readonly ttfaMs: Stats | null;
  readonly audibleTtfaMs: Stats | null;
  readonly chunkGapMs: Stats | null;
  readonly connectMs: Stats | null;
  readonly connections: number;
  /** Seconds of audio per answer. */
  readonly audioS: Stats | null;
  readonly rtf: Stats | null;
  readonly sendLagMs: Stats | null;
  readonly audioSecondsPerSecond: number;
  readonly stalls: Stalls | null;
  readonly goodput: number | null;
  /** Cores that the generator itself used. */
  readonly generatorCpu: number;
  /** How long its event loop was ready to run without a core; null: unknown. */
  readonly coreWaitMs: number | null;
  readonly valid: boolean;
  readonly warnings: readonly string[];
}

/** What the runner knows of a level beside its outcomes. */
export interface LevelRun {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  /** As LevelSummary has it. */
  readonly gapScale: number | null;
  /** Whether latencies count from the planned instant (open loop) or from the send. */
  readonly openLoop: boolean;
  readonly streamed: boolean;
  readonly outcomes: readonly Outcome[];
  /** Every gap between two chunks of a successful answer. */
  readonly gapsMs: Float64Array;
  /** Its first planned instant, milliseconds since 1970. */
  readonly startMs: number;
  /** Requests in flight, counted every 100 ms. */
  readonly inFlight: readonly number[];
  readonly connections: number;
  readonly generatorCpu: number;
  /** As LevelSummary has it. */
  readonly coreWaitMs: number | null;
  /** Why it can't be trusted, whatever the server did: a process that died, a clock that was set. */
  readonly faults: readonly string[];
}

/** Statistics of `values` in any order. */
export function stats(values: ArrayLike<number>, method: PercentileMethod): Stats | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (q: number) => rounded(percentile(sorted, q, method));
  const ends = interval95(sorted, 0.99);
  return {
    n: sorted.length,
    min: rounded(sorted[0] ?? 0),
    max: rounded(sorted.at(-1) ?? 0),
    mean: rounded(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99ci: ends && [rounded(ends[0]), rounded(ends[1])],
  };
}

/** The instant that the headline latencies of `outcome` count from. */
export function headlineStart(outcome: Outcome, openLoop: boolean): number {
  return openLoop ? outcome.dueMs : outcome.sentMs;
}

/** Folds a level. Failures enter `requests` and `errors`, and no latency. */
export function summarizeLevel(run: LevelRun, method: PercentileMethod): LevelSummary {
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  const figure = (of: (outcome: Outcome) => number | null) =>
    stats(
      ok.map(of).filter((value) => value !== null),
      method,
    );
  const from = (outcome: Outcome, ms: number | null) =>
    ms === null ? null : ms - headlineStart(outcome, run.openLoop);
  const wallS = wallSeconds(run.outcomes, ok);
  const audioS = ok.reduce((sum, outcome) => sum + (outcome.audioS ?? 0), 0);
  const silent = ok.filter(
    (outcome) => outcome.codec === "pcm" && outcome.audibleMs === null,
  ).length;
  return {
    label: run.label,
    targetQps: run.targetQps,
    concurrency: run.concurrency,
    gapScale: run.gapScale,
    requests: run.outcomes.length,
    ok: ok.length,
    errors: countErrors(run.outcomes),
    achievedQps: wallS > 0 ? rounded(ok.length / wallS) : 0,
    wallS: rounded(wallS),
    responseMs: figure((outcome) => outcome.endMs - outcome.dueMs),
    serviceMs: figure(serviceMs),
    ttfaMs: figure((outcome) => from(outcome, outcome.firstAudioMs)),
    audibleTtfaMs: figure((outcome) => from(outcome, outcome.audibleMs)),
    chunkGapMs: stats(run.gapsMs, method),
    connectMs: figure((outcome) => outcome.connectMs),
    connections: run.connections,
    audioS: figure((outcome) => outcome.audioS),
    rtf: figure(realTimeFactor),
    sendLagMs: stats(
      run.outcomes.map((outcome) => outcome.sendLagMs),
      method,
    ),
    audioSecondsPerSecond: wallS > 0 ? rounded(audioS / wallS) : 0,
    stalls: run.streamed ? stallFigures(ok) : null,
    goodput: null,
    generatorCpu: rounded(run.generatorCpu),
    coreWaitMs: run.coreWaitMs === null ? null : rounded(run.coreWaitMs),
    valid: true,
    warnings: silent > 0 ? [`${silent} answers hold no audible sample`] : [],
  };
}

/** Request time over audio length, from the send. */
export function realTimeFactor(
  outcome: Pick<Outcome, "sentMs" | "endMs" | "audioS">,
): number | null {
  if (outcome.audioS === null || outcome.audioS <= 0) return null;
  return serviceMs(outcome) / 1000 / outcome.audioS;
}

/** From the first planned instant to the last completion: the time the work took, not the time of sending. */
function wallSeconds(all: readonly Outcome[], ok: readonly Outcome[]): number {
  const counted = ok.length > 0 ? ok : all;
  let first = Infinity;
  let last = -Infinity;
  for (const outcome of all) first = Math.min(first, outcome.dueMs);
  for (const outcome of counted) last = Math.max(last, outcome.endMs);
  return all.length === 0 ? 0 : (last - first) / 1000;
}

function countErrors(outcomes: readonly Outcome[]): Partial<Record<FailureKind, number>> {
  const counts: Partial<Record<FailureKind, number>> = {};
  for (const { error } of outcomes) if (error !== null) counts[error] = (counts[error] ?? 0) + 1;
  return counts;
}

function stallFigures(ok: readonly Outcome[]): Stalls | null {
  const plays = ok.map((outcome) => outcome.playback).filter((playback) => playback !== null);
  if (plays.length === 0) return null;
  const above = (ms: number) =>
    plays.filter((playback) => playback.longestMs > ms).length / plays.length;
  const prerolls = Float64Array.from(plays, (playback) => playback.prerollMs).sort();
  return {
    episodes: plays.reduce((sum, playback) => sum + playback.episodes, 0),
    stalledS: rounded(plays.reduce((sum, playback) => sum + playback.stalledMs, 0) / 1000),
    share50: above(NOTICED_STALL_MS),
    share100: above(100),
    share200: above(200),
    preroll95Ms: rounded(percentile(prerolls, 0.95, "nearest")),
    preroll99Ms: rounded(percentile(prerolls, 0.99, "nearest")),
  };
}

/** All requests of a level but our own aborted ones. */
export function countedRequests({
  requests,
  errors,
}: Pick<LevelSummary, "requests" | "errors">): number {
  return requests - (errors.aborted ?? 0);
}
