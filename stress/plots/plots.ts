import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile } from "../records/savedFile.ts";
import type { PlottedLevel } from "./panels.ts";

/** The native package that draws. Images of the server lack it, because only plots need it. */
const CANVAS = "@napi-rs/canvas";
const MISSING = `plots need the package ${CANVAS}, which is not installed; the image utter:stress has it, and \`sweep --plot-only\` draws them from result.json`;

/** Finds an installed package, or throws. */
type Resolve = (name: string) => string;

const resolveHere: Resolve = (name) => import.meta.resolve(name);

/**
 * Draws plot_2x2.png, plot_p50.png and qps_v_latency.png into `folder` from the content of result.json. Without the package
 * that draws, it says so on stderr and draws nothing.
 */
export async function writePlots(
  folder: string,
  results: Readonly<Record<string, PlottedLevel>>,
  resolve = resolveHere,
): Promise<void> {
  if (isInstalled(resolve)) await draw(folder, results);
  else process.stderr.write(`${MISSING}\n`);
}

function isInstalled(resolve: Resolve): boolean {
  try {
    resolve(CANVAS);
    return true;
  } catch {
    return false;
  }
}

async function draw(
  folder: string,
  results: Readonly<Record<string, PlottedLevel>>,
): Promise<void> {
  const levels = Object.entries(results)
    .map(([label, level]) => ({ qps: Number(label), level }))
    .sort((a, b) => a.qps - b.qps);
  if (levels.length === 0) return;
  // Imported here, so that commands without plots neither need nor load the package.
  const { drawPictures } = await import("./pictures.ts");
  for (const [name, png] of Object.entries(await drawPictures(levels)))
    await writeFile(join(folder, name), png);
}

/**
 * Redraws the plots from `folder`/result.json. Throws an Error if the package that draws is missing, or that names the file
 * if it is missing or invalid.
 */
export async function redrawPlots(folder: string, resolve = resolveHere): Promise<void> {
  if (!isInstalled(resolve)) throw new Error(`--plot-only: ${MISSING}`);
  const path = join(folder, "result.json");
  const json = await readJsonFile(path, "--plot-only draws the results of an earlier sweep");
  process.stdout.write(`Loading results from [${path}]...\n`);
  const { data, error } = z.record(z.string(), savedLevel).safeParse(json);
  const issue = error?.issues[0];
  if (data === undefined)
    throw new Error(`--plot-only: ${path}: ${issue?.path.join(".")}: ${issue?.message}`);
  if (Object.keys(data).length === 0)
    throw new Error(`--plot-only: ${path} does not contain a level`);
  await draw(folder, data);
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
