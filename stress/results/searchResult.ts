import type { Tally } from "../figures/slo.ts";

/** Reason for the end of a search. */
export const ENDINGS = [
  "found", // the bracket is as narrow as requested
  "lowest_fails",
  "highest_passes", // the capacity has no known upper bound
  "max_probes",
  "max_duration",
  "interrupted",
  "broken_off", // sending became impossible: connections fail, or a sending process died
] as const;
export type Ending = (typeof ENDINGS)[number];

/** All repeats at one rate, pooled. */
export interface Probe extends Tally {
  readonly qps: number;
  readonly repeats: number;
  readonly share: number;
  /** One-sided 95 % lower bound of `share`. */
  readonly lowerBound: number;
  readonly pass: boolean;
  /** True if every repeat was sent as planned. */
  readonly valid: boolean;
}

/** The member `search` of summary.json. */
export interface SearchResult {
  /** Fraction of requests that must meet all gates. */
  readonly target: number;
  /** Highest rate that passed; null if every rate failed. */
  readonly capacityQps: number | null;
  /** Fraction of requests that met all gates at `capacityQps`; `lowerBound` is its 95 % lower bound. */
  readonly share: number | null;
  readonly lowerBound: number | null;
  /** [highest rate that passed, lowest rate that failed]. */
  readonly bracket: readonly [number | null, number | null];
  /** Most frequent cause of a miss at the lowest rate that failed: a gate, or "failed requests". */
  readonly binding: string | null;
  readonly ended: Ending;
  /** True if both ends of the bracket were sent as planned. */
  readonly valid: boolean;
  /** In order of execution. */
  readonly probes: readonly Probe[];
}
