import { createCanvas } from "@napi-rs/canvas";
import { drawPanel } from "./panel.ts";
import { achievedPanel, type PlottedLevels, targetPanel } from "./panels.ts";

const PERCENTILES = ["50", "90", "95", "99"] as const;

/** Draws the plots of a sweep with at least one rate. Returns them as PNG by file name. */
export async function drawPictures(
  levels: PlottedLevels,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const square = createCanvas(3000, 2000);
  const context = square.getContext("2d");
  for (const [index, percentile] of PERCENTILES.entries()) {
    const panel = await drawPanel(targetPanel(levels, percentile), 1500, 1000);
    context.drawImage(panel, (index % 2) * 1500, Math.floor(index / 2) * 1000);
  }
  const p50 = await drawPanel(targetPanel(levels, "50"), 3200, 1800);
  const achieved = await drawPanel(achievedPanel(levels), 3200, 1800);
  return {
    "plot_2x2.png": square.toBuffer("image/png"),
    "plot_p50.png": p50.toBuffer("image/png"),
    "qps_v_latency.png": achieved.toBuffer("image/png"),
  };
}
