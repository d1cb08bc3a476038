import { type Gate, type GateResult, holds, isQuantity, type Quantity } from "./gate.ts";
import { NOTICED_STALL_MS } from "./player.ts";
import { latencyStartMs, type Outcome, realTimeFactor } from "./outcome.ts";
import { serviceMs } from "../records/record.ts";
import { countedRequests, failedRequests, type LevelSummary } from "./summary.ts";
import type { Stats } from "./stats.ts";
import {
  cancelAcknowledgedMs,
  firstTokenToByteMs,
  firstTokenToSoundMs,
  hasAlignmentFault,
  isCancelled,
  slotFreedMs,
  soundAfterCancelMs,
  worstTokenLagMs,
} from "./talk.ts";

/** The statistics of a level that hold each quantity. */
export const LEVEL_STATS: Readonly<Record<Quantity, (level: LevelSummary) => Stats | null>> = {
  response: (level) => level.responseMs,
  service: (level) => level.serviceMs,
  ttfa: (level) => level.ttfaMs,
  audible_ttfa: (level) => level.audibleTtfaMs,
  rtf: (level) => level.rtf,
  chunk_gap: (level) => level.chunkGapMs,
  first_token_to_byte: ({ talk }) => talk?.firstTokenToByteMs ?? null,
  first_token_to_sound: ({ talk }) => talk?.firstTokenToSoundMs ?? null,
  sound_after_cancel: ({ talk }) => talk?.interruptions?.soundAfterMs ?? null,
  cancel_acknowledged: ({ talk }) => talk?.interruptions?.acknowledgedMs ?? null,
  slot_freed: ({ talk }) => talk?.interruptions?.freedMs ?? null,
  token_lag: ({ talk }) => talk?.tokenLagMs ?? null,
};
/** These are measured only for replies that were cancelled; a reply that was not meets them. */
const OF_CANCELLED: readonly string[] = ["sound_after_cancel", "cancel_acknowledged", "slot_freed"];

/** Evaluates every gate on the worst level. */
export function judge(gates: readonly Gate[], levels: readonly LevelSummary[]): GateResult[] {
  return gates.map((gate) => {
    const values = levels.map((level) => levelValue(gate, level));
    const measuredValues = values.filter((value) => value !== null);
    if (measuredValues.length < values.length || values.length === 0)
      return { expr: gate.expr, value: null, pass: false };
    const worst = gate.comparison.startsWith("<") ? Math.max : Math.min;
    const value = measuredValues.reduce((a, b) => worst(a, b));
    return { expr: gate.expr, value, pass: holds(value, gate) };
  });
}

/** Returns the value of `gate` in `level`; null if the value was not measured. */
export function levelValue(
  gate: Pick<Gate, "quantity" | "statistic">,
  level: LevelSummary,
): number | null {
  if (isQuantity(gate.quantity)) {
    const stats = LEVEL_STATS[gate.quantity](level);
    return stats === null || gate.statistic === null ? null : stats[gate.statistic];
  }
  if (gate.quantity === "stall_rate") return level.stalls?.share50 ?? null;
  if (gate.quantity === "goodput") return level.goodput;
  if (gate.quantity === "alignment_error_rate") return faultyShare(level);
  const counted = countedRequests(level);
  if (counted === 0) return null;
  return gate.quantity === "error_rate" ? failedRequests(level) / counted : level.achievedQps;
}

function faultyShare({ talk }: LevelSummary): number | null {
  const alignment = talk?.alignment ?? null;
  return alignment === null ? null : alignment.faulty / alignment.replies;
}

/**
 * Returns the fraction of good requests that a search must prove: the largest of its goodput gates and --target. Returns
 * null if neither is given.
 */
export function targetShare(gates: readonly Gate[], target: number | null): number | null {
  const shares = gates.filter(({ quantity }) => quantity === "goodput").map(({ limit }) => limit);
  if (target !== null) shares.push(target);
  return shares.length === 0 ? null : Math.max(...shares);
}

/** Numbers of requests that met or missed the gates. */
export interface Tally {
  /** All requests except those that an interrupt aborted. */
  readonly requests: number;
  /** Requests that met every gate. */
  readonly good: number;
  /** Failed requests, which meet no gate. */
  readonly failed: number;
  /** Successful requests that missed each gate, in the order of the gates. */
  readonly missed: readonly number[];
}

/** Evaluates the gates on each request. Every request meets error_rate, goodput and achieved_qps, which describe a level. */
export function tally(
  gates: readonly Gate[],
  outcomes: readonly Outcome[],
  openLoop: boolean,
): Tally {
  const counted = outcomes.filter((outcome) => outcome.error !== "aborted");
  const ok = counted.filter((outcome) => outcome.error === null);
  const met = (gate: Gate) => (outcome: Outcome) => meets(gate, outcome, openLoop);
  return {
    requests: counted.length,
    good: ok.filter((outcome) => gates.every((gate) => met(gate)(outcome))).length,
    failed: counted.length - ok.length,
    missed: gates.map((gate) => ok.length - ok.filter(met(gate)).length),
  };
}

/** Returns the fraction of requests that met every gate; null if there are no gates or no requests. */
export function goodput(
  gates: readonly Gate[],
  outcomes: readonly Outcome[],
  openLoop: boolean,
): number | null {
  const { requests, good } = tally(gates, outcomes, openLoop);
  return gates.length === 0 || requests === 0 ? null : good / requests;
}

function meets(gate: Gate, outcome: Outcome, openLoop: boolean): boolean {
  if (gate.quantity === "error_rate" || gate.quantity === "goodput") return true;
  if (gate.quantity === "achieved_qps") return true;
  if (gate.quantity === "stall_rate")
    return outcome.playback !== null && outcome.playback.longestMs <= NOTICED_STALL_MS;
  if (gate.quantity === "alignment_error_rate") return hasAlignmentFault(outcome) === false;
  if (OF_CANCELLED.includes(gate.quantity) && !isCancelled(outcome)) return true;
  const value = REQUEST_VALUE[gate.quantity](outcome, latencyStartMs(outcome, openLoop));
  return value !== null && holds(value, gate);
}

/** Value of each quantity for one request; `startMs` is the start of the headline latencies. */
export const REQUEST_VALUE: Record<Quantity, (outcome: Outcome, startMs: number) => number | null> =
  {
    response: ({ endMs, dueMs }) => endMs - dueMs,
    service: serviceMs,
    ttfa: ({ firstAudioMs }, startMs) => (firstAudioMs === null ? null : firstAudioMs - startMs),
    audible_ttfa: ({ audibleMs }, startMs) => (audibleMs === null ? null : audibleMs - startMs),
    rtf: realTimeFactor,
    chunk_gap: ({ longestGapMs }) => longestGapMs ?? 0,
    first_token_to_byte: firstTokenToByteMs,
    first_token_to_sound: firstTokenToSoundMs,
    sound_after_cancel: soundAfterCancelMs,
    cancel_acknowledged: cancelAcknowledgedMs,
    slot_freed: slotFreedMs,
    token_lag: worstTokenLagMs,
  };
