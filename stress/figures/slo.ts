import { NOTICED_STALL_MS } from "./player.ts";
import type { Outcome } from "./outcome.ts";
import { rounded, serviceMs } from "../records/record.ts";
import {
  countedRequests,
  headlineStart,
  type LevelSummary,
  realTimeFactor,
  type Stats,
} from "./summary.ts";
import { percent } from "./percent.ts";

const QUANTITIES = {
  response: "responseMs",
  service: "serviceMs",
  ttfa: "ttfaMs",
  audible_ttfa: "audibleTtfaMs",
  rtf: "rtf",
  chunk_gap: "chunkGapMs",
} as const;
type Quantity = keyof typeof QUANTITIES;
const STATISTICS = ["mean", "p50", "p90", "p95", "p99", "max"] as const;
type Statistic = (typeof STATISTICS)[number];
const SHARES = ["stall_rate", "error_rate", "goodput", "achieved_qps"] as const;
type Share = (typeof SHARES)[number];
type Comparison = "<" | "<=" | ">" | ">=";

/** One condition that every level must meet. */
export interface Gate {
  /** As it was written. */
  readonly expr: string;
  readonly quantity: Quantity | Share;
  /** null for shares and rates. */
  readonly statistic: Statistic | null;
  readonly comparison: Comparison;
  /** Milliseconds, a fraction, or a plain number. */
  readonly limit: number;
}

export interface GateResult {
  readonly expr: string;
  /** The worst of all levels; null where it was not measured, which is a fail. */
  readonly value: number | null;
  readonly pass: boolean;
}

/** Parses `ttfa_p95<300ms,stall_rate<1%`. Throws Error that names the gate and the grammar. */
export function parseSlo(text: string): Gate[] {
  return text.split(",").map((part) => parseGate(part.trim()));
}

function parseGate(expr: string): Gate {
  const match =
    /^([a-z_]+?)(?:_(mean|p50|p90|p95|p99|max))?\s*(<=|>=|<|>)\s*([\d.]+)\s*(ms|s|%)?$/.exec(expr);
  const [, name = "", statistic, comparison, number = "", unit] = match ?? [];
  const limit = Number(number);
  const timed = isKey(name, QUANTITIES) && name !== "rtf";
  const known =
    statistic === undefined ? SHARES.some((share) => share === name) : isKey(name, QUANTITIES);
  const unitFits = timed ? unit === "ms" || unit === "s" : unit !== "ms" && unit !== "s";
  if (match === null || !known || !unitFits || Number.isNaN(limit))
    throw new Error(
      `"${expr}" is no gate: write {${Object.keys(QUANTITIES).join("|")}}_{${STATISTICS.join("|")}} or ` +
        `${SHARES.join("|")}, then < <= > >=, then a number with ms, s or % (ttfa_p95<300ms,stall_rate<1%)`,
    );
  return {
    expr,
    quantity: name as Quantity | Share, // checked by `known`
    statistic: (statistic as Statistic | undefined) ?? null, // one of the pattern's words
    comparison: comparison as Comparison,
    limit: unit === "s" ? limit * 1000 : unit === "%" ? limit / 100 : limit,
  };
}

/** Holds every gate against every level. */
export function judge(gates: readonly Gate[], levels: readonly LevelSummary[]): GateResult[] {
  return gates.map((gate) => {
    const values = levels.map((level) => measured(gate, level));
    const measuredValues = values.filter((value) => value !== null);
    if (measuredValues.length < values.length || values.length === 0)
      return { expr: gate.expr, value: null, pass: false };
    const worst = gate.comparison.startsWith("<") ? Math.max : Math.min;
    const value = measuredValues.reduce((a, b) => worst(a, b));
    return { expr: gate.expr, value, pass: holds(value, gate) };
  });
}

/** `ttfa_p95<300ms: NOT MET (412 ms)`. */
export function gateLine({ expr, value, pass }: GateResult): string {
  const shown = value === null ? "not measured" : shownValue(expr, value);
  return `${expr}: ${pass ? "met" : "NOT MET"} (${shown})`;
}

function shownValue(expr: string, value: number): string {
  if (/^(stall_rate|error_rate|goodput)/.test(expr)) return percent(value);
  return /^(rtf|achieved_qps)/.test(expr) ? String(rounded(value)) : `${rounded(value)} ms`;
}

function measured(gate: Gate, level: LevelSummary): number | null {
  const counted = countedRequests(level);
  if (isKey(gate.quantity, QUANTITIES)) {
    const stats: Stats | null = level[QUANTITIES[gate.quantity]];
    return stats === null || gate.statistic === null ? null : stats[gate.statistic];
  }
  if (gate.quantity === "stall_rate") return level.stalls?.share50 ?? null;
  if (gate.quantity === "goodput") return level.goodput;
  if (counted === 0) return null;
  return gate.quantity === "error_rate" ? (counted - level.ok) / counted : level.achievedQps;
}

/** The share of requests that a search has to prove: the strictest of its goodput gates and --target; null: neither is given. */
export function targetShare(gates: readonly Gate[], given: number | null): number | null {
  const shares = gates.filter(({ quantity }) => quantity === "goodput").map(({ limit }) => limit);
  if (given !== null) shares.push(given);
  return shares.length === 0 ? null : Math.max(...shares);
}

/** How single requests met the gates. */
export interface Tally {
  /** All but our own aborted ones. */
  readonly requests: number;
  /** Met every limit. */
  readonly good: number;
  /** A failed request meets nothing. */
  readonly failed: number;
  /** Successful requests that missed each gate, in the order of the gates. */
  readonly missed: readonly number[];
}

/** Holds each limit against the single request; rates of the level have no place here. */
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

/** The share of requests that met every limit; null where there is no limit or no request. */
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
  const value = SINGLE[gate.quantity](outcome, headlineStart(outcome, openLoop));
  return value !== null && holds(value, gate);
}

/** The one request's value of each quantity; `startMs` is what headline latencies count from. */
export const SINGLE: Record<Quantity, (outcome: Outcome, startMs: number) => number | null> = {
  response: ({ endMs, dueMs }) => endMs - dueMs,
  service: serviceMs,
  ttfa: ({ firstAudioMs }, startMs) => (firstAudioMs === null ? null : firstAudioMs - startMs),
  audible_ttfa: ({ audibleMs }, startMs) => (audibleMs === null ? null : audibleMs - startMs),
  rtf: realTimeFactor,
  chunk_gap: ({ longestGapMs }) => longestGapMs ?? 0,
};

function holds(value: number, { comparison, limit }: Gate): boolean {
  if (comparison === "<") return value < limit;
  if (comparison === "<=") return value <= limit;
  return comparison === ">" ? value > limit : value >= limit;
}

function isKey<T extends object>(name: string, object: T): name is Extract<keyof T, string> {
  return Object.hasOwn(object, name);
}
