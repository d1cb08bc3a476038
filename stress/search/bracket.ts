import { shareLowerBound } from "../../src/stats/binomial.ts";
import type { Ending, Probe, SearchResult } from "../results/searchResult.ts";
import type { Gate } from "../figures/gate.ts";
import type { Tally } from "../figures/slo.ts";

/** Range of the rates of a search, and limits at which the search ends. */
export interface SearchLimits {
  readonly minQps: number;
  readonly maxQps: number;
  /** The search ends when the width of the bracket is at most this fraction of its lower end. */
  readonly resolution: number;
  readonly maxProbes: number;
}

/** Rule by which a rate is judged. */
export interface ProbeRule {
  readonly target: number;
  readonly repeats: number;
  /** Requests per repeat. */
  readonly samples: number;
}

type Judged = Pick<Probe, "qps" | "pass">;

/**
 * Factor from rate to rate until one fails. It is small, because requests far above the capacity take long to drain.
 */
const GROWTH = 2;

/**
 * Returns the next rate, or the reason to end. Rates double from the lowest until one fails. Then the next rate lies
 * halfway between the highest rate that passed and the lowest rate that failed.
 */
export function nextRate(probes: readonly Judged[], limits: SearchLimits): number | Ending {
  const { minQps, maxQps, resolution, maxProbes } = limits;
  const [passed, failed] = bracket(probes);
  if (probes.length === 0) return minQps;
  if (passed === null) return "lowest_fails";
  if (failed === null && passed >= maxQps) return "highest_passes";
  if (failed !== null && failed <= passed * (1 + resolution)) return "found";
  if (probes.length >= maxProbes) return "max_probes";
  if (failed === null) return Math.min(maxQps, passed * GROWTH);
  // Rates have three significant digits. If no such rate lies between the two ends, the search ends.
  const middle = Number(((passed + failed) / 2).toPrecision(3));
  return middle > passed && middle < failed ? middle : "found";
}

/** Returns [highest rate that passed, lowest rate that failed]. */
function bracket(probes: readonly Judged[]): readonly [number | null, number | null] {
  const rates = (pass: boolean) => probes.filter((probe) => probe.pass === pass).map((p) => p.qps);
  const [passed, failed] = [rates(true), rates(false)];
  return [
    passed.length === 0 ? null : Math.max(...passed),
    failed.length === 0 ? null : Math.min(...failed),
  ];
}

/**
 * Judges the pooled repeats at `qps`; returns null if more repeats are needed. A rate passes if, after all repeats, the
 * lower bound of its fraction of good requests reaches the target. A rate fails as soon as even perfect remaining
 * repeats could not reach the target.
 */
export function judgeProbe(
  qps: number,
  repeats: readonly (Tally & { readonly valid: boolean })[],
  rule: ProbeRule,
): Probe | null {
  const sum = (of: (each: Tally) => number) => repeats.reduce((total, each) => total + of(each), 0);
  const [requests, good] = [sum((each) => each.requests), sum((each) => each.good)];
  const remaining = (rule.repeats - repeats.length) * rule.samples;
  const best = shareLowerBound(good + remaining, requests + remaining);
  if (remaining > 0 && best >= rule.target) return null;
  const lowerBound = requests === 0 ? 0 : shareLowerBound(good, requests);
  return {
    qps,
    repeats: repeats.length,
    requests,
    good,
    failed: sum((each) => each.failed),
    missed: (repeats[0]?.missed ?? []).map((_, gate) => sum((each) => each.missed[gate] ?? 0)),
    share: requests === 0 ? 0 : good / requests,
    lowerBound,
    pass: lowerBound >= rule.target,
    valid: repeats.every((each) => each.valid),
  };
}

/** Builds the result of a search from its probes; `ended` is the reason for the end. */
export function searchResult(
  probes: readonly Probe[],
  gates: readonly Gate[],
  { target, ended }: { readonly target: number; readonly ended: Ending },
): SearchResult {
  const [passed, failed] = bracket(probes);
  const at = (qps: number | null) => probes.find((probe) => probe.qps === qps);
  return {
    target,
    capacityQps: passed,
    share: at(passed)?.share ?? null,
    lowerBound: at(passed)?.lowerBound ?? null,
    bracket: [passed, failed],
    binding: bindingGate(at(failed), gates),
    ended,
    valid: [at(passed), at(failed)].every((probe) => probe?.valid ?? true),
    probes,
  };
}

/** Returns the most frequent cause of a miss; null if no request missed. */
function bindingGate(probe: Probe | undefined, gates: readonly Gate[]): string | null {
  if (probe === undefined) return null;
  const causes = [
    { name: "failed requests", count: probe.failed },
    ...gates.map(({ expr }, index) => ({ name: expr, count: probe.missed[index] ?? 0 })),
  ];
  const worst = causes.reduce((a, b) => (b.count > a.count ? b : a));
  return worst.count === 0 ? null : worst.name;
}
