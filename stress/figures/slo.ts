import { NOTICED_STALL_MS } from "./player.ts";
import type { Outcome } from "./outcome.ts";
import { rounded, serviceMs } from "../records/record.ts";
import { countedRequests, type LevelSummary } from "./summary.ts";
import { latencyStartMs, realTimeFactor } from "./outcome.ts";
import type { Stats } from "./stats.ts";
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

/** One condition of `--slo`. */
export interface Gate {
  /** The text of the gate. */
  readonly expr: string;
  readonly quantity: Quantity | Share;
  /** Null for stall_rate, error_rate, goodput and achieved_qps. */
  readonly statistic: Statistic | null;
  readonly comparison: Comparison;
  /** Milliseconds, a fraction, or a plain number. */
  readonly limit: number;
}

/** A gate after the run. */
export interface GateResult {
  readonly expr: string;
  /** The worst value of all levels. Null if a level did not measure the value; the gate then fails. */
  readonly value: number | null;
  readonly pass: boolean;
}

/**
 * Parses gates separated by commas. Throws Error that names the invalid gate and the grammar.
 *
 * @example
 * parseSlo("ttfa_p95<300ms,stall_rate<1%");
 */
export function parseSlo(text: string): Gate[] {
  return text.split(",").map((part) => parseGate(part.trim()));
}

/** Returns the gates in the settings that a run stored. */
export function savedGates({ slo }: Readonly<Record<string, unknown>>): readonly Gate[] {
  return typeof slo === "string" && slo !== "" ? parseSlo(slo) : [];
}

function parseGate(expr: string): Gate {
  const match =
    /^([a-z_]+?)(?:_(mean|p50|p90|p95|p99|max))?\s*(<=|>=|<|>)\s*([\d.]+)\s*(ms|s|%)?$/.exec(expr);
  const [, name = "", statistic, comparison, number = "", unit] = match ?? [];
  const limit = Number(number);
  const isTime = isKey(name, QUANTITIES) && name !== "rtf";
  const isKnown =
    statistic === undefined ? SHARES.some((share) => share === name) : isKey(name, QUANTITIES);
  const unitFits = isTime ? unit === "ms" || unit === "s" : unit !== "ms" && unit !== "s";
  if (match === null || !isKnown || !unitFits || Number.isNaN(limit))
    throw new Error(
      `"${expr}" is not a gate; expected {${Object.keys(QUANTITIES).join("|")}}_{${STATISTICS.join("|")}} or ` +
        `${SHARES.join("|")}, then < <= > or >=, then a number with ms, s or %; example: ttfa_p95<300ms,stall_rate<1%`,
    );
  return {
    expr,
    quantity: name as Quantity | Share, // checked by `isKnown`
    statistic: (statistic as Statistic | undefined) ?? null, // the pattern allows only these words
    comparison: comparison as Comparison,
    limit: unit === "s" ? limit * 1000 : unit === "%" ? limit / 100 : limit,
  };
}

/** Evaluates every gate on the worst level. */
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

/** Formats a result, for example `ttfa_p95<300ms: NOT MET (412 ms)`. */
export function gateLine({ expr, value, pass }: GateResult): string {
  const text = value === null ? "not measured" : formatValue(expr, value);
  return `${expr}: ${pass ? "met" : "NOT MET"} (${text})`;
}

function formatValue(expr: string, value: number): string {
  if (/^(stall_rate|error_rate|goodput)/.test(expr)) return percent(value);
  return /^(rtf|achieved_qps)/.test(expr) ? String(rounded(value)) : `${rounded(value)} ms`;
}

/** Returns the value of `gate` in `level`; null if the value was not measured. */
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
  };

function holds(value: number, { comparison, limit }: Gate): boolean {
  if (comparison === "<") return value < limit;
  if (comparison === "<=") return value <= limit;
  return comparison === ">" ? value > limit : value >= limit;
}

function isKey<T extends object>(name: string, object: T): name is Extract<keyof T, string> {
  return Object.hasOwn(object, name);
}
