import { createCanvas } from "@napi-rs/canvas";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile } from "../records/savedFile.ts";
import { drawPanel } from "./panel.ts";
import { achievedPanel, type PlottedLevel, targetPanel } from "./panels.ts";

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
