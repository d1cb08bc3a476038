import { percentile, type PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Measured } from "../figures/measured.ts";
import { type Outcome, realTimeFactor } from "../figures/outcome.ts";
import { serviceMs } from "../records/record.ts";
import { failureLines } from "./failureLines.ts";

/** Formats the failures, the report and the warnings of a level of a burst. */
export function burstLines({ run, level }: Measured, method: PercentileMethod): string[] {
  const ok = run.outcomes.filter((outcome) => outcome.error === null);
  return [
    ...failureLines(run.outcomes),
    ok.length === 0 ? "no successful request" : burstReport(run.outcomes.length, ok, method),
    ...level.warnings.map((warning) => `warning: ${warning}`),
  ];
}

/**
 * Formats the report of a burst. Scripts parse it byte by byte: three decimals, no "s" after RTFs except for Min and
 * Max, and 26 "=" in the last line. `sent` is the number of all requests; `ok` are the successful requests, at least
 * one. The RTF part is left out if the answers have no audio.
 */
function burstReport(
  sent: number,
  ok: readonly Pick<Outcome, "sentMs" | "endMs" | "audioS">[],
  method: PercentileMethod,
): string {
  const times = sorted(ok.map((outcome) => serviceMs(outcome) / 1000));
  const rtfs = sorted(ok.map(realTimeFactor).filter((rtf) => rtf !== null));
  const first = (values: Float64Array) => values[0] ?? NaN;
  const last = (values: Float64Array) => values.at(-1) ?? NaN;
  const at = (values: Float64Array, q: number) => percentile(values, q, method).toFixed(3);
  return `=== SLO LATENCY REPORT ===
Total Requests: ${sent}
Min Time: ${first(times).toFixed(3)}s
Max Time: ${last(times).toFixed(3)}s
Avg Time: ${mean(times).toFixed(3)}s
P50 (Median): ${at(times, 0.5)}s
P90: ${at(times, 0.9)}s
P95: ${at(times, 0.95)}s
P99: ${at(times, 0.99)}s
${rtfs.length === 0 ? "" : audioPart()}==========================
`;

  function audioPart(): string {
    return `
=== AUDIO & REAL-TIME FACTOR (RTF) REPORT ===
Avg Audio Duration: ${mean(ok.map(({ audioS }) => audioS ?? 0)).toFixed(3)}s

--- RTF Percentiles ---
Min RTF: ${first(rtfs).toFixed(3)}s
Max RTF: ${last(rtfs).toFixed(3)}s
Avg RTF: ${mean(rtfs).toFixed(3)}
P50 RTF: ${at(rtfs, 0.5)}
P90 RTF: ${at(rtfs, 0.9)}
P95 RTF: ${at(rtfs, 0.95)}
P99 RTF: ${at(rtfs, 0.99)}
`;
  }
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
}
