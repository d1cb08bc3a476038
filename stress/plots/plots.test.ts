import { expect, setDefaultTimeout, spyOn, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Canvas, createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { answerWith, wavTone } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";
import { redrawPlots, writePlots } from "./plots.ts";

// A busy machine runs whole sweeps slowly.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);

test("--plot-only redraws three plots of fixed sizes from result.json", async () => {
  const { url } = await fixture.serve((socket) => answerWith(socket, wavTone(50)));
  const rates = "--number-of-samples 10 --min-qps 50 --max-qps 100 --qps-step 50";
  await fixture.harness.run(["sweep", "--host", url, ...rates.split(" ")]);
  const path = (name: string) => join(fixture.harness.folder, "t", name);
  const { stdout, code } = await fixture.harness.run(["sweep", "--plot-only"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Loading results from [${path("result.json")}]...`);
  const size = async (name: string) => {
    const image = await loadImage(path(name));
    return [image.width, image.height];
  };
  expect(await size("plot_2x2.png")).toEqual([3000, 2000]);
  expect(await size("plot_p50.png")).toEqual([3200, 1800]);
  expect(await size("qps_v_latency.png")).toEqual([3200, 1800]);

  writeFileSync(path("result.json"), '{"50.0": {"avg_qps": "fast"}}');
  const broken = await fixture.harness.run(["sweep", "--plot-only"]);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain(`${path("result.json")}: 50.0.avg_qps: `);
});

const percentiles = { "50": 100, "90": 200, "95": 300, "99": 400 };
const level = (qps: number, streamed: boolean) => ({
  avg_qps: qps,
  e2e_latency_ms_percentiles: percentiles,
  second_of_audio_generation_latency_ms_percentiles: percentiles,
  first_chunk_latency_ms_percentiles: streamed ? percentiles : null,
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Strips of a picture of 3200 × 1800 pixels in which only text is dark. */
const STRIPS = {
  title: { x: 400, y: 20, width: 2400, height: 80 },
  legend: { x: 200, y: 112, width: 2800, height: 56 },
  below: { x: 400, y: 1720, width: 2400, height: 70 },
  left: { x: 10, y: 300, width: 70, height: 1200 },
  right: { x: 3142, y: 300, width: 58, height: 1200 },
} as const satisfies Record<string, Box>;
/** Brightness below which a pixel belongs to text; lines and grid are brighter. */
const DARK = 80;
/** Number of dark pixels above which a strip contains text; half a word has more. */
const WRITTEN = 300;

type Context = ReturnType<Canvas["getContext"]>;

function pixelsOf(context: Context, { x, y, width, height }: Box): number[][] {
  const { data } = context.getImageData(x, y, width, height);
  return Array.from({ length: width * height }, (_, at) => [...data.subarray(at * 4, at * 4 + 3)]);
}

async function pictureOf(name: string): Promise<Context> {
  const image = await loadImage(join(fixture.harness.folder, "t", name));
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return context;
}

const isDark = (pixel: readonly number[]) => Math.max(...pixel) < DARK;

/** Returns the strips that contain text, and the line colours that the legend contains. */
function look(context: Context) {
  const written = Object.entries(STRIPS)
    .filter(([, strip]) => pixelsOf(context, strip).filter(isDark).length > WRITTEN)
    .map(([name]) => name);
  const hex = (pixel: readonly number[]) => `#${Buffer.from(pixel).toString("hex")}`;
  const legend = new Set(pixelsOf(context, STRIPS.legend).map(hex));
  return { written, samples: ["#1f5fbf", "#d1493f", "#2f8f4e"].filter((each) => legend.has(each)) };
}

/** Returns the ratio of width to height of the text in the title strip, which depends on the font. */
function shapeOfTitle(context: Context): number {
  const { width } = STRIPS.title;
  const dark = pixelsOf(context, STRIPS.title).flatMap((pixel, at) => (isDark(pixel) ? at : []));
  const span = (values: readonly number[]) =>
    values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) + 1;
  return span(dark.map((at) => at % width)) / span(dark.map((at) => Math.floor(at / width)));
}

/** Draws `text` in the font of the project and the size of a title. */
function shippedTitle(text: string): Context {
  const font = import.meta.resolve("@fontsource/inter/files/inter-latin-400-normal.woff2");
  GlobalFonts.registerFromPath(fileURLToPath(font), "Shipped");
  const context = createCanvas(3200, 120).getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, 3200, 120);
  context.fillStyle = "#000000";
  context.textAlign = "center";
  context.font = "58px Shipped";
  context.fillText(text, 1600, 76);
  return context;
}

test("title, legend and axes are drawn in the font of the project", async () => {
  const { folder, run } = fixture.harness;
  mkdirSync(join(folder, "t"));
  const levels = { "1.0": level(1, true), "2.0": level(2, true) };
  writeFileSync(join(folder, "t", "result.json"), JSON.stringify(levels));
  expect((await run(["sweep", "--plot-only"])).code).toBe(0);
  const target = await pictureOf("plot_p50.png");
  expect(look(target)).toEqual({
    written: ["title", "legend", "below", "left", "right"],
    samples: ["#1f5fbf", "#d1493f", "#2f8f4e"],
  });
  const title = shippedTitle("Load Test Results Metrics (50 percentile)");
  expect(Math.abs(shapeOfTitle(target) / shapeOfTitle(title) - 1)).toBeLessThan(0.02);
  // This plot has no right axis, so the right strip is empty.
  expect(look(await pictureOf("qps_v_latency.png"))).toEqual({
    written: ["title", "legend", "below", "left"],
    samples: ["#1f5fbf", "#d1493f"],
  });
});

test("without the package that draws, a sweep ends without plots and --plot-only is refused", async () => {
  const { folder } = fixture.harness;
  const missing = (name: string): never => {
    throw new Error(`Cannot find package '${name}'`);
  };
  const stderr = spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    await writePlots(folder, { "1.0": level(1, true) }, missing);
    expect(stderr.mock.calls.join()).toContain("plots need the package @napi-rs/canvas");
  } finally {
    stderr.mockRestore();
  }
  expect(readdirSync(folder).filter((name) => name.endsWith(".png"))).toEqual([]);
  await expect(redrawPlots(folder, missing)).rejects.toThrow(
    /--plot-only: .* the image utter:stress/,
  );
});
