import type { Tally } from "../figures/slo.ts";

/** Why a search ended. */
export const ENDINGS = [
  "found", // the bracket is as narrow as was asked for
  "lowest_fails",
  "highest_passes", // no upper bound was found
  "max_probes",
  "max_duration",
  "interrupted",
  "broken_off", // no further rate could be sent: nothing connects, or a sending process died
] as const;
export type Ending = (typeof ENDINGS)[number];

/** All repeats at one rate, pooled. */
export interface Probe extends Tally {
  readonly qps: number;
  readonly repeats: number;
  readonly share: number;
  /** 95 %, one-sided. */
  readonly lowerBound: number;
  readonly pass: boolean;
  /** Every repeat was sent as planned. */
  readonly valid: boolean;
}

/** `search` of summary.json. */
export interface SearchResult {
  /** The share of requests that has to meet all gates. */
  readonly target: number;
  /** The highest rate that passed; null: none did. */
  readonly capacityQps: number | null;
  /** Of the requests at that rate, with its 95 % lower bound. */
  readonly share: number | null;
  readonly lowerBound: number | null;
  /** [last pass, first fail]. */
  readonly bracket: readonly [number | null, number | null];
  /** What most requests missed at the first rate that failed: a gate, or "failed requests". */
  readonly binding: string | null;
  readonly ended: Ending;
  /** Both ends of the bracket were sent as planned. */
  readonly valid: boolean;
  /** In the order in which they ran. */
  readonly probes: readonly Probe[];
}
