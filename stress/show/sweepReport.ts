import type { Measured } from "../figures/measured.ts";
import type { Stats } from "../figures/stats.ts";
import { countedRequests } from "../figures/summary.ts";
import type { Percentiles, ResultLevel } from "../results/resultJson.ts";
import { failureLines } from "./failureLines.ts";
import { boxTable } from "./table.ts";

/** Formats one line per request, in order of completion. */
export function requestLines({ run }: Measured): string[] {
  return run.outcomes.map((outcome) => {
    const { seq, dueMs, sentMs, firstAudioMs, endMs, audioS, error, errorMessage } = outcome;
    const end = error === null ? `audio ${audioS} s` : `${error}: ${errorMessage}`;
    return `  #${seq} due ${dueMs} sent ${sentMs} first audio ${firstAudioMs} end ${endMs} ms, ${end}`;
  });
}

/** Formats the tables, figures and warnings of a level. `result` is null for a level without a success. */
export function levelLines({ run, level }: Measured, result: ResultLevel | null): string[] {
  const counted = countedRequests(level);
  const rate = `${((100 * level.ok) / counted).toFixed(2)} % of ${counted}`;
  return [
    `Completed [${level.ok}] synthesis requests.`,
    `Load test took [${level.wallS.toFixed(2)}] seconds.`,
    `Target QPS: ${level.label}, Actual QPS: ${level.achievedQps.toFixed(2)}`,
    ...(result === null ? ["no successful request"] : resultLines(result)),
    ...(counted > 0 ? [`Success rate: ${rate}`] : []),
    ...failureLines(run.outcomes),
    statsLine("Response from the planned send time, ms", level.responseMs),
    statsLine("Service from the send, ms", level.serviceMs),
    statsLine("Send lag, ms", level.sendLagMs),
    ...level.warnings.map((warning) => `warning: ${warning}`),
  ];
}

/** Formats the tables of a level as Inworld's load test does. */
function resultLines(result: ResultLevel): string[] {
  const latencies = (name: string, column: string, values: Percentiles | null) =>
    tableLines(`${name} Latency Percentiles`, `${column}Latency (ms)`, values);
  return [
    ...latencies("End-to-End", "", result.e2e_latency_ms_percentiles),
    ...latencies("First Chunk", "First Chunk ", result.first_chunk_latency_ms_percentiles),
    ...latencies("Fourth Chunk", "Fourth Chunk ", result.forth_chunk_latency_ms_percentiles),
    ...latencies("Average Chunk", "Avg Chunk ", result.avg_chunk_latency_ms_percentiles),
    ...tableLines(
      "Average Latency per audio-second",
      "Latency (ms)",
      result.second_of_audio_generation_latency_ms_percentiles,
    ),
    "\n--------Average QPS--------",
    `${result.avg_qps} qps`,
    "-----------------------",
  ];
}

function tableLines(title: string, column: string, values: Percentiles | null): string[] {
  if (values === null) return [];
  const rows = Object.entries(values).map(([q, ms]) => [Number(q), ms]);
  return [`\n--------${title}--------`, boxTable(["Percentile", column], rows)];
}

/** Formats one line of figures with the 95 % interval of p99, or with the reason why the interval is missing. */
function statsLine(name: string, stats: Stats | null): string {
  if (stats === null) return `${name}: not measured`;
  const { n, mean, p50, p90, p95, p99, max, p99ci } = stats;
  const interval =
    p99ci === null ? `n=${n} too small for its interval` : `95 % in ${p99ci.join("–")}`;
  return `${name}: mean ${mean}, p50 ${p50}, p90 ${p90}, p95 ${p95}, p99 ${p99} (${interval}), max ${max}`;
}
