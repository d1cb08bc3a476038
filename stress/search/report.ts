import { rateLabel } from "../load/arrivals.ts";
import type { Measured } from "../figures/measured.ts";
import type { SearchOptions } from "../options/options.ts";
import type { Ending, Probe, SearchResult } from "../results/searchResult.ts";
import { percent } from "../figures/percent.ts";
import { redactUrlAndQuery } from "../options/redact.ts";

/** What will be looked for, and what it takes. */
export function searchHead(options: SearchOptions): string[] {
  const { host, minQps, maxQps, slo, target, repeats, numberOfSamples } = options;
  // A goodput is of many requests: its share has become the target.
  const each = slo.filter(({ quantity }) => quantity !== "goodput");
  const wanted =
    each.length === 0 ? "succeed" : `meet ${each.map(({ expr }) => expr).join(" and ")}`;
  return [
    `Searching ${redactUrlAndQuery(host)} from ${minQps} to ${maxQps} requests per second.`,
    `A rate holds when at least ${percent(target)} of its requests ${wanted}`,
    `(95 % lower bound, ${repeats} repeats of ${numberOfSamples} requests pooled; a rate that can't hold any more ends early).`,
  ];
}

const WIDTHS = [8, 8, 13, 9, 12, 11];
const HEADS = ["rate/s", "repeats", "good", "share", "lower bound", "achieved/s"];
export const PROBE_HEAD = columns(HEADS, "verdict");

/** One line per rate. */
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
  const doubt = valid ? "" : ` (${reason ?? "invalid: not sent as planned"})`;
  const verdict = `${pass ? "holds" : "FAILS"}${doubt}`;
  return columns(cells, verdict);
}

/** What was found, and why the search ended there. */
export function conclusion(result: SearchResult, options: SearchOptions): string[] {
  const { capacityQps, share, lowerBound, bracket, binding, ended, valid } = result;
  const lines: string[] = [];
  if (capacityQps !== null && share !== null && lowerBound !== null)
    lines.push(
      `Capacity: ${rateLabel(capacityQps)} requests per second (${percent(share)} met all gates; 95 % lower bound ${percent(lowerBound)})`,
    );
  else lines.push("Capacity: not found; no rate holds.");
  const end = (qps: number | null) => (qps === null ? "none" : rateLabel(qps));
  lines.push(`Bracket: last pass ${end(bracket[0])}, first fail ${end(bracket[1])}`);
  if (binding !== null)
    lines.push(`Binding: ${binding} is what most requests missed at ${end(bracket[1])}`);
  lines.push(...WHY[ended](options));
  if (!valid)
    lines.push(
      "warning: an end of the bracket was not sent as planned: it tells of this machine, not of the server",
    );
  return lines;
}

/** What each ending means, and the way out. */
const WHY: Record<Ending, (options: SearchOptions) => string[]> = {
  found: () => [],
  lowest_fails: ({ minQps }) => [
    `Even the lowest rate (${minQps}/s) fails: lower --min-qps, or loosen --slo or --target.`,
  ],
  highest_passes: ({ maxQps }) => [
    `Even the highest rate (${maxQps}/s) holds: the capacity is at least this; raise --max-qps to find its upper bound.`,
  ],
  max_probes: ({ maxProbes }) => [
    `Ended after ${maxProbes} rates (--max-probes): the bracket is wider than --resolution.`,
  ],
  max_duration: ({ maxDuration }) => [
    `Ended after ${maxDuration / 1000} s (--max-duration): the rate that was running is not judged.`,
  ],
  broken_off: () => [
    "Ended early: no further rate could be sent; the line above the verdict says why.",
  ],
  interrupted: () => ["Interrupted: the rate that was running is not judged."],
};

function columns(cells: readonly string[], verdict: string): string {
  const padded = cells.map((cell, index) => cell.padStart(WIDTHS[index] ?? 0));
  return `${padded.join("  ")}  ${verdict}`;
}
