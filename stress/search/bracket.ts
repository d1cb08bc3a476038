import { shareLowerBound } from "../../src/stats/binomial.ts";
import type { Ending, Probe, SearchResult } from "../results/searchResult.ts";
import type { Gate, Tally } from "../figures/slo.ts";

/** Range and end of a search. */
export interface SearchLimits {
  readonly minQps: number;
  readonly maxQps: number;
  /** Width of the bracket, as a share of its lower end, at which the search ends. */
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

/** Growth until a rate fails: a rate far above the capacity takes long to drain. */
const GROWTH = 2;

/**
 * Returns the next rate, or the reason to end. Rates double from the lowest until one fails; then the next one lies
 * halfway between the highest that passed and the lowest that failed.
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
  // Rates have three digits; if these do not separate the two ends, the search has ended.
  const middle = Number(((passed + failed) / 2).toPrecision(3));
  return middle > passed && middle < failed ? middle : "found";
}

/** [highest that passed, lowest that failed]. */
function bracket(probes: readonly Judged[]): readonly [number | null, number | null] {
  const rates = (pass: boolean) => probes.filter((probe) => probe.pass === pass).map((p) => p.qps);
  const [passed, failed] = [rates(true), rates(false)];
  return [
    passed.length === 0 ? null : Math.max(...passed),
    failed.length === 0 ? null : Math.min(...failed),
  ];
}

/**
 * Judges the repeats at `qps`, pooled; null if more are needed. A rate passes if the lower bound of its share reaches the
 * target after all repeats. It fails as soon as perfect remaining repeats could not reach it.
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

/** The result of all probes; `ended` is the reason for the end. */
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

/** The most frequent miss; null if there is none. */
function bindingGate(probe: Probe | undefined, gates: readonly Gate[]): string | null {
  if (probe === undefined) return null;
  const causes = [
    { name: "failed requests", count: probe.failed },
    ...gates.map(({ expr }, index) => ({ name: expr, count: probe.missed[index] ?? 0 })),
  ];
  const worst = causes.reduce((a, b) => (b.count > a.count ? b : a));
  return worst.count === 0 ? null : worst.name;
}
