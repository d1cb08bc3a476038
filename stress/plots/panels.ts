import type { Percentiles, ResultLevel } from "../results/resultJson.ts";
import type { Line, Panel } from "./panel.ts";

/** The members of a level of result.json that are plotted. */
export interface PlottedLevel extends Pick<
  ResultLevel,
  | "avg_qps"
  | "second_of_audio_generation_latency_ms_percentiles"
  | "first_chunk_latency_ms_percentiles"
> {
  readonly e2e_latency_ms_percentiles: Percentiles | null;
}

/** Levels by target rate, ascending. */
export type PlottedLevels = readonly { readonly qps: number; readonly level: PlottedLevel }[];

/** Builds the panel of one latency percentile by target rate. */
export function targetPanel(levels: PlottedLevels, percentile: keyof Percentiles): Panel {
  return {
    title: `Load Test Results Metrics (${percentile} percentile)`,
    xLabel: "Target QPS",
    x: levels.map(({ qps }) => qps),
    lines: [
      ...latencyLines(levels, percentile),
      {
        label: "Avg QPS",
        color: "#2f8f4e",
        axis: "qps",
        values: levels.map(({ level }) => level.avg_qps),
      },
    ],
  };
}

/** Builds the panel of median latencies by achieved rate. */
export function achievedPanel(levels: PlottedLevels): Panel {
  // Beyond the capacity, the achieved rate falls while the target rate rises.
  const byAchieved = levels.toSorted((a, b) => a.level.avg_qps - b.level.avg_qps);
  return {
    title: "QPS vs Latency Metrics (50th percentile)",
    xLabel: "Achieved QPS",
    x: byAchieved.map(({ level }) => level.avg_qps),
    lines: latencyLines(byAchieved, "50").map((line, index) =>
      index === 0 ? { ...line, notes: byAchieved.map(({ qps }) => `target ${qps}`) } : line,
    ),
  };
}

/**
 * Returns the line of the end-to-end latency, and that of the first-chunk latency (with streaming) or the time per
 * second of audio (without).
 */
function latencyLines(levels: PlottedLevels, percentile: keyof Percentiles): Line[] {
  const line = (
    label: string,
    color: string,
    of: (level: PlottedLevel) => Percentiles | null,
  ): Line => ({
    label,
    color,
    axis: "ms",
    values: levels.map(({ level }) => of(level)?.[percentile] ?? null),
  });
  const streamed = levels.some(({ level }) => level.first_chunk_latency_ms_percentiles !== null);
  return [
    line("E2E latency, ms", "#1f5fbf", (level) => level.e2e_latency_ms_percentiles),
    streamed
      ? line(
          "First chunk latency, ms",
          "#d1493f",
          (level) => level.first_chunk_latency_ms_percentiles,
        )
      : line(
          "Latency to generate audio-second, ms",
          "#d1493f",
          (level) => level.second_of_audio_generation_latency_ms_percentiles,
        ),
  ];
}
