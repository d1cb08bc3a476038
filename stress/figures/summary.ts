import { percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import type { FailureKind } from "../http/failure.ts";
import type { GateResult } from "./gate.ts";
import { latencyStartMs, type Outcome, realTimeFactor } from "./outcome.ts";
import { NOTICED_STALL_MS } from "./player.ts";
import { type Stats, stats } from "./stats.ts";
import { isCancelled, type TalkFigures, talkFigures } from "./talk.ts";
import { rounded, serviceMs } from "../records/record.ts";

/** Stalls of a level, from the playback of its successful streams. */
export interface Stalls {
  /** Number of stalls longer than 20 ms. */
  readonly episodes: number;
  /** Total length of these stalls, seconds. */
  readonly stalledS: number;
  /** Fractions of streams with a single stall longer than 50, 100 and 200 ms. */
  readonly share50: number;
  readonly share100: number;
  readonly share200: number;
  /** Pre-rolls with which 95 % and 99 % of the streams never stall, milliseconds. */
  readonly preroll95Ms: number;
  readonly preroll99Ms: number;
}

/** One level of summary.json. */
export interface LevelSummary {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  /** Factor applied to the drawn gaps, so that the last request is due at (n − 1)/rate; null if no gaps were drawn. */
  readonly gapScale: number | null;
  readonly requests: number;
  readonly ok: number;
  readonly errors: Readonly<Partial<Record<FailureKind, number>>>;
  /** Answers by their HTTP status, successes included. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Successes per second of `wallS`. */
  readonly achievedQps: number;
  /** Time over which the rates are computed: as long as was planned or sent, and to the last success. */
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
  /** The gates of `--slo` on this level alone. */
  readonly gates: readonly GateResult[];
  /** True if the rate of successes was clearly below the planned rate. */
  readonly saturated: boolean;
  /** False if the level was interrupted or killed before all of its requests had ended. */
  readonly complete: boolean;
  /** CPU seconds per second that the tester used. */
  readonly generatorCpu: number;
  /** Time for which the tester's event loop waited for a core, milliseconds; null if unknown. */
  readonly coreWaitMs: number | null;
  /** Present only for conversations. */
  readonly talk?: TalkFigures;
  readonly valid: boolean;
  readonly warnings: readonly string[];
}

/** A level after its run. */
export interface LevelRun {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  /** See LevelSummary. */
  readonly gapScale: number | null;
  /** True if latencies count from the planned send time (open loop), false if they count from the actual send. */
  readonly openLoop: boolean;
  readonly streamed: boolean;
  readonly outcomes: readonly Outcome[];
  /** All gaps between consecutive chunks of successful answers. */
  readonly gapsMs: Float64Array;
  /** First planned send time, milliseconds since 1970. */
  readonly startMs: number;
  /** Requests in flight, counted every 100 ms. */
  readonly inFlight: readonly number[];
  readonly connections: number;
  readonly generatorCpu: number;
  /** See LevelSummary. */
  readonly coreWaitMs: number | null;
  /** Faults of the tester that make the level invalid, such as a process that died or a clock that was set. */
  readonly faults: readonly string[];
}

/** Computes the figures of a level. Failures are counted in `requests` and `errors`; latencies exclude failures. */
export function summarizeLevel(run: LevelRun, method: PercentileMethod): LevelSummary {
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  // The end of a reply that was cancelled is that of its interruption.
  const whole = ok.filter((outcome) => !isCancelled(outcome));
  const figure = (of: (outcome: Outcome) => number | null, among = ok) =>
    stats(
      among.map(of).filter((value) => value !== null),
      method,
    );
  const from = (outcome: Outcome, ms: number | null) =>
    ms === null ? null : ms - latencyStartMs(outcome, run.openLoop);
  const wallS = wallMs(run) / 1000;
  const audioS = ok.reduce((sum, outcome) => sum + (outcome.audioS ?? 0), 0);
  const talk = talkFigures(run.outcomes, method);
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
    statuses: countStatuses(run.outcomes),
    achievedQps: wallS > 0 ? rounded(ok.length / wallS) : 0,
    wallS: rounded(wallS),
    responseMs: figure((outcome) => outcome.endMs - outcome.dueMs, whole),
    serviceMs: figure(serviceMs, whole),
    ttfaMs: figure((outcome) => from(outcome, outcome.firstAudioMs)),
    audibleTtfaMs: figure((outcome) => from(outcome, outcome.audibleMs)),
    chunkGapMs: stats(run.gapsMs, method),
    connectMs: figure((outcome) => outcome.connectMs),
    connections: run.connections,
    audioS: figure((outcome) => outcome.audioS, whole),
    rtf: figure(realTimeFactor, whole),
    sendLagMs: stats(
      run.outcomes.map((outcome) => outcome.sendLagMs),
      method,
    ),
    audioSecondsPerSecond: wallS > 0 ? rounded(audioS / wallS) : 0,
    stalls: run.streamed ? stallFigures(ok) : null,
    goodput: null,
    gates: [],
    saturated: false,
    complete: true,
    generatorCpu: rounded(run.generatorCpu),
    coreWaitMs: run.coreWaitMs === null ? null : rounded(run.coreWaitMs),
    ...(talk === null ? {} : { talk }),
    valid: true,
    warnings: silent > 0 ? [`${silent} answers contain only silence`] : [],
  };
}

/**
 * Returns the time over which the rates of a level are computed, milliseconds from the first planned instant. It lasts
 * at least as long as the plan and as the sending, so that failures after the last success do not raise a rate, and it
 * lasts to the last success, so that a slow server lowers the rate. In an open loop, a failure that ends later does not
 * extend it; in a closed loop and in a burst, the sender of that request was busy until then.
 */
function wallMs(run: LevelRun): number {
  if (run.outcomes.length === 0) return 0;
  const failed = run.outcomes.every(({ error }) => error !== null);
  let [first, last] = [Infinity, plannedEndMs(run)];
  for (const { dueMs, sentMs, endMs, error } of run.outcomes) {
    first = Math.min(first, dueMs);
    last = Math.max(last, error === null || failed || !run.openLoop ? endMs : sentMs);
  }
  return last - first;
}

/**
 * Returns the end of the plan of the requests that were sent: one mean gap after the last planned instant, so that n
 * requests at a rate take n/rate; 0 without a rate.
 */
export function plannedEndMs({ outcomes, targetQps }: LevelRun): number {
  if (targetQps === null || outcomes.length === 0) return 0;
  let [first, last] = [Infinity, -Infinity];
  for (const { dueMs } of outcomes) {
    first = Math.min(first, dueMs);
    last = Math.max(last, dueMs);
  }
  const gapMs = outcomes.length < 2 ? 1000 / targetQps : (last - first) / (outcomes.length - 1);
  return last + gapMs;
}

function countErrors(outcomes: readonly Outcome[]): Partial<Record<FailureKind, number>> {
  const counts: Partial<Record<FailureKind, number>> = {};
  for (const { error } of outcomes) if (error !== null) counts[error] = (counts[error] ?? 0) + 1;
  return counts;
}

function countStatuses(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of outcomes)
    if (status !== null) counts[status] = (counts[status] ?? 0) + 1;
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

/** Returns the number of requests of a level, without requests that an interrupt aborted. */
export function countedRequests({
  requests,
  errors,
}: Pick<LevelSummary, "requests" | "errors">): number {
  return requests - (errors.aborted ?? 0);
}

/** Returns the number of failed requests of a level, without requests that an interrupt aborted. */
export function failedRequests(level: Pick<LevelSummary, "requests" | "errors" | "ok">): number {
  return countedRequests(level) - level.ok;
}

/** Returns true if the levels are those of an open loop, so that latencies count from the planned send time. */
export function isOpenLoop(levels: readonly Pick<LevelSummary, "targetQps">[]): boolean {
  return levels.some(({ targetQps }) => targetQps !== null);
}
