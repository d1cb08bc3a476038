import { createCanvas } from "@napi-rs/canvas";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Percentiles } from "../results/resultJson.ts";
import { readJsonFile } from "../records/savedFile.ts";
import { drawPanel, type Line, type Panel } from "./panel.ts";

const PERCENTILES = ["50", "90", "95", "99"] as const;

/** Draws plot_2x2.png, plot_p50.png and qps_v_latency.png into `folder` from the content of result.json. */
export async function writePlots(
  folder: string,
  results: Readonly<Record<string, PlottedLevel>>,
): Promise<void> {
  const levels = Object.entries(results)
    .map(([label, level]) => ({ qps: Number(label), level }))
    .sort((a, b) => a.qps - b.qps);
  if (levels.length === 0) return;
  const square = createCanvas(3000, 2000);
  const context = square.getContext("2d");
  for (const [index, percentile] of PERCENTILES.entries()) {
    const panel = await drawPanel(targetPanel(levels, percentile), 1500, 1000);
    context.drawImage(panel, (index % 2) * 1500, Math.floor(index / 2) * 1000);
  }
  await writeFile(join(folder, "plot_2x2.png"), square.toBuffer("image/png"));
  const p50 = await drawPanel(targetPanel(levels, "50"), 3200, 1800);
  await writeFile(join(folder, "plot_p50.png"), p50.toBuffer("image/png"));
  const achieved = await drawPanel(achievedPanel(levels), 3200, 1800);
  await writeFile(join(folder, "qps_v_latency.png"), achieved.toBuffer("image/png"));
}

/** Redraws the plots from `folder`/result.json. Throws Error that names the file if it is missing or invalid. */
export async function redrawPlots(folder: string): Promise<void> {
  const path = join(folder, "result.json");
  const json = await readJsonFile(path, "--plot-only draws the results of an earlier sweep");
  process.stdout.write(`Loading results from [${path}]...\n`);
  const { data, error } = z.record(z.string(), savedLevel).safeParse(json);
  const issue = error?.issues[0];
  if (data === undefined)
    throw new Error(`--plot-only: ${path}: ${issue?.path.join(".")}: ${issue?.message}`);
  if (Object.keys(data).length === 0)
    throw new Error(`--plot-only: ${path} does not contain a level`);
  await writePlots(folder, data);
}

const percentilesOrNull = z
  .object({ "50": z.number(), "90": z.number(), "95": z.number(), "99": z.number() })
  .nullable();
/** The members of a level of result.json that the plots need. */
const savedLevel = z.object({
  avg_qps: z.number(),
  e2e_latency_ms_percentiles: percentilesOrNull,
  second_of_audio_generation_latency_ms_percentiles: percentilesOrNull,
  first_chunk_latency_ms_percentiles: percentilesOrNull,
});
type PlottedLevel = z.output<typeof savedLevel>;

type Levels = readonly { readonly qps: number; readonly level: PlottedLevel }[];

/** A percentile by target rate. */
export function targetPanel(levels: Levels, percentile: keyof Percentiles): Panel {
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

/** Medians by achieved rate. */
export function achievedPanel(levels: Levels): Panel {
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

/** End-to-end latency, with the first chunk when streaming, else the time per second of audio. */
function latencyLines(levels: Levels, percentile: keyof Percentiles): Line[] {
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
