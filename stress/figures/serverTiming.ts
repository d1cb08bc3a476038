import { percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Outcome } from "./outcome.ts";
import { serviceMs } from "../records/record.ts";

/** Parses the durations in a Server-Timing field (W3C) by name: `queue;dur=1.5, synth;desc="first, audio";dur=80`. */
function parseServerTiming(field: string): Map<string, number> {
  const durations = new Map<string, number>();
  // Descriptions are removed, because they can contain commas and semicolons.
  const plain = field.replaceAll(/\bdesc\s*=\s*"(?:\\.|[^"\\])*"/gi, "");
  for (const metric of plain.split(",")) {
    const [name = "", ...parameters] = metric.split(";").map((part) => part.trim());
    const dur = parameters.map((part) => /^dur\s*=\s*"?([\d.]+)/i.exec(part)?.[1]).find(Boolean);
    if (name !== "" && dur !== undefined) durations.set(name, Number(dur));
  }
  return durations;
}

/** Formats the mean Server-Timing of the slowest 1 % and of all successes; null if the server sent no Server-Timing. */
export function tailLine(outcomes: readonly Outcome[], method: PercentileMethod): string | null {
  const ok = outcomes.filter(({ error }) => error === null);
  if (!ok.some(({ serverTiming }) => serverTiming !== null)) return null;
  const timesMs = Float64Array.from(ok, serviceMs).sort();
  const p99Ms = percentile(timesMs, 0.99, method);
  const tail = ok.filter((outcome) => serviceMs(outcome) >= p99Ms);
  const ids = tail.slice(0, 3).map(({ requestId }) => requestId);
  return (
    `Server-Timing, mean of the ${tail.length} slowest of ${ok.length} (service time from p99, ${p99Ms.toFixed(1)} ms): ` +
    `${means(tail)}; mean of all: ${means(ok)}; x-request-id of the slowest: ${ids.join(", ")}`
  );
}

/** Formats the mean of each duration over the requests that have this duration. */
function means(outcomes: readonly Outcome[]): string {
  const sums = new Map<string, { ms: number; count: number }>();
  for (const { serverTiming } of outcomes) {
    for (const [name, ms] of parseServerTiming(serverTiming ?? "")) {
      const sum = sums.get(name);
      sums.set(name, { ms: (sum?.ms ?? 0) + ms, count: (sum?.count ?? 0) + 1 });
    }
  }
  if (sums.size === 0) return "none";
  return [...sums]
    .map(([name, { ms, count }]) => `${name} ${(ms / count).toFixed(1)} ms`)
    .join(", ");
}
