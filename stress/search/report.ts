import { rateLabel } from "../load/arrivals.ts";
import type { Measured } from "../figures/measured.ts";
import type { SearchOptions } from "../options/options.ts";
import type { Ending, Probe, SearchResult } from "../results/searchResult.ts";
import { percent } from "../figures/percent.ts";
import { redactUrlAndQuery } from "../redact/fields.ts";

/** Formats the lines before the first rate: range and rule of the search. */
export function searchHead(options: SearchOptions): string[] {
  const { host, minQps, maxQps, slo, target, repeats, numberOfSamples } = options;
  // A goodput gate cannot be applied to a single request; its limit has become the target.
  const gates = slo.filter(({ quantity }) => quantity !== "goodput");
  const wanted =
    gates.length === 0 ? "succeed" : `meet ${gates.map(({ expr }) => expr).join(" and ")}`;
  return [
    `Searching ${redactUrlAndQuery(host)} from ${minQps} to ${maxQps} requests per second.`,
    `A rate holds if at least ${percent(target)} of its requests ${wanted}`,
    `(95 % lower bound, ${repeats} repeats of ${numberOfSamples} requests pooled; a rate that can no longer hold ends early).`,
  ];
}

const WIDTHS = [8, 8, 13, 9, 12, 11];
const HEADS = ["rate/s", "repeats", "good", "share", "lower bound", "achieved/s"];
export const PROBE_HEAD = columns(HEADS, "verdict");

/** Formats the line of one rate. */
export function probeRow(probe: Probe, repeats: readonly Measured[]): string {
  const { qps, good, requests, share, lowerBound, pass, valid } = probe;
  const achieved = repeats.reduce((sum, { level }) => sum + level.achievedQps, 0) / repeats.length;
  const cells = [
    rateLabel(qps),
    String(probe.repeats),
    `${good}/${requests}`,
    percent(share),
    percent(lowerBound),
    achieved.toFixed(2),
  ];
  const reasons = repeats.flatMap(({ level }) => level.warnings);
  const reason = reasons.find((warning) => warning.startsWith("invalid: "));
  const note = valid ? "" : ` (${reason ?? "invalid: not sent as planned"})`;
  const verdict = `${pass ? "holds" : "FAILS"}${note}`;
  return columns(cells, verdict);
}

/** Formats the lines after the last rate: capacity, bracket and the reason for the end. */
export function conclusion(result: SearchResult, options: SearchOptions): string[] {
  const { capacityQps, share, lowerBound, bracket, binding, ended, valid, probes } = result;
  const lines: string[] = [];
  if (capacityQps !== null && share !== null && lowerBound !== null)
    lines.push(
      `Capacity: ${rateLabel(capacityQps)} requests per second (${percent(share)} met all gates; 95 % lower bound ${percent(lowerBound)})`,
    );
  else
    lines.push(
      `Capacity: not found; ${probes.length === 0 ? "no rate was judged" : "no rate holds"}.`,
    );
  const end = (qps: number | null) => (qps === null ? "none" : rateLabel(qps));
  lines.push(`Bracket: last pass ${end(bracket[0])}, first fail ${end(bracket[1])}`);
  if (binding !== null)
    lines.push(
      `Binding: ${binding}, the most frequent reason at ${end(bracket[1])} why a request is not good`,
    );
  lines.push(...WHY[ended](options));
  if (!valid)
    lines.push(
      "warning: requests at an end of the bracket were not sent as planned: this end depends on this machine, not on the server",
    );
  return lines;
}

/** The explanation of each ending, and what to do. */
const WHY: Record<Ending, (options: SearchOptions) => string[]> = {
  found: () => [],
  lowest_fails: ({ minQps }) => [
    `Even the lowest rate (${minQps}/s) fails: lower --min-qps, or loosen --slo or --target.`,
  ],
  highest_passes: ({ maxQps }) => [
    `Even the highest rate (${maxQps}/s) holds: the capacity is at least this rate; raise --max-qps to find its upper bound.`,
  ],
  max_probes: ({ maxProbes }) => [
    `Ended after ${maxProbes} rates (--max-probes): the bracket is still wider than --resolution.`,
  ],
  max_duration: ({ maxDuration }) => [
    `Ended after ${maxDuration / 1000} s (--max-duration): the current rate is not judged.`,
  ],
  broken_off: () => ["Ended early: further rates could not be sent; see the reason above."],
  interrupted: () => ["Interrupted: the current rate is not judged."],
};

function columns(cells: readonly string[], verdict: string): string {
  const padded = cells.map((cell, index) => cell.padStart(WIDTHS[index] ?? 0));
  return `${padded.join("  ")}  ${verdict}`;
}
