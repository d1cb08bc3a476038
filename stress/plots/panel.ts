import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type Plot from "uplot";
import type { Axis, Options } from "uplot";
import { canvasOf, FONT, loadUplot, PIXEL_RATIO } from "./dom.ts";

/** One line of a panel. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly axis: "ms" | "qps";
  /** One value per x; null leaves a gap. */
  readonly values: readonly (number | null)[];
  /** Label of each point. */
  readonly notes?: readonly string[];
}

/** One diagram: latencies on the left axis, rates on the right axis. */
export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  /** Values in ascending order. */
  readonly x: readonly number[];
  readonly lines: readonly Line[];
}

/** Width of a panel at which text and lines have their base size; both grow with the width. */
const NATURAL_PX = 1500;
/** Height of title and legend in a panel of that width. */
const HEAD_PX = 130;
/** uPlot declares its sides as a const enum, which exists only in its types. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const RIGHT: Axis.Side = 1;

/**
 * Draws `panel` on `width` × `height` pixels. Title and legend are drawn separately, since uPlot leaves them to HTML.
 */
export async function drawPanel(panel: Panel, width: number, height: number): Promise<Canvas> {
  const { Plot: UPlot, root } = await loadUplot();
  const zoom = zoomOf(width);
  const headPx = Math.round(HEAD_PX * zoom);
  const size = { width: width / PIXEL_RATIO, height: (height - headPx) / PIXEL_RATIO };
  const plot = new UPlot(
    { ...size, ...plotOptions(panel, zoom) },
    [[...panel.x], ...panel.lines.map(({ values }) => [...values])],
    root(),
  );
  await Promise.resolve(); // uPlot draws in a microtask
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(canvasOf(plot.root.querySelector("canvas") ?? plot), 0, headPx);
  drawNotes(context, plot, { panel, headPx, zoom });
  plot.destroy();
  drawHead(context, panel, width);
  return canvas;
}

/** Returns the options of uPlot without the size. */
function plotOptions(panel: Panel, zoom: number): Omit<Options, "width" | "height"> {
  const grid = { stroke: "#dddddd", width: 1 };
  const axis = {
    // The size is a whole number, since uPlot scales only the digits before "px".
    font: `${Math.round(14 * zoom)}px ${FONT}`,
    labelFont: `${Math.round(16 * zoom)}px ${FONT}`,
    labelSize: 30 * zoom,
    size: 50 * zoom,
    stroke: "#222222",
    grid,
    ticks: grid,
  };
  const right = panel.lines.some((line) => line.axis === "qps");
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, ms: { range: fromZero }, qps: { range: fromZero } },
    axes: [
      { ...axis, label: panel.xLabel, space: 50 * zoom },
      { ...axis, label: "Latency, ms", scale: "ms", size: 70 * zoom },
      {
        ...axis,
        label: "Avg QPS",
        scale: "qps",
        side: RIGHT,
        grid: { show: false },
        show: right,
      },
    ],
    series: [
      {},
      ...panel.lines.map(({ label, color, axis: scale }) => ({
        label,
        scale,
        stroke: color,
        fill: undefined,
        width: 2 * zoom,
        points: { show: true, size: 8 * zoom, fill: color },
        ...(scale === "qps" ? { dash: [8, 6] } : {}),
      })),
    ],
  };
}

/** Returns the factor by which text and lines grow. The square root leaves room for more ticks on a wider panel. */
function zoomOf(width: number): number {
  return Math.sqrt(width / NATURAL_PX);
}

type Context = ReturnType<Canvas["getContext"]>;

function drawNotes(
  context: Context,
  plot: Plot,
  {
    panel,
    headPx,
    zoom,
  }: { readonly panel: Panel; readonly headPx: number; readonly zoom: number },
): void {
  context.font = `${24 * zoom}px ${FONT}`;
  context.strokeStyle = "#ffffff";
  context.lineWidth = 8 * zoom;
  for (const { notes = [], values, color, axis } of panel.lines) {
    context.fillStyle = color;
    for (const [index, note] of notes.entries()) {
      const value = values[index] ?? null;
      if (value === null) continue;
      const x = plot.valToPos(panel.x[index] ?? 0, "x", true);
      const y = headPx + plot.valToPos(value, axis, true) - 18 * zoom;
      context.textAlign = index === panel.x.length - 1 ? "right" : index === 0 ? "left" : "center";
      context.strokeText(note, x, y); // a margin between letters and lines
      context.fillText(note, x, y);
    }
  }
}

function drawHead(context: Context, panel: Panel, width: number): void {
  const zoom = zoomOf(width);
  context.fillStyle = "#111111";
  context.textAlign = "center";
  context.font = `${40 * zoom}px ${FONT}`;
  context.fillText(panel.title, width / 2, 52 * zoom);
  context.textAlign = "left";
  context.font = `${28 * zoom}px ${FONT}`;
  const widths = panel.lines.map(({ label }) => context.measureText(label).width + 100 * zoom);
  let x = (width - widths.reduce((sum, each) => sum + each, 0)) / 2;
  for (const [index, { label, color, axis }] of panel.lines.entries()) {
    context.fillStyle = color;
    // In the legend, the sample of a dashed line is dashed, too.
    const dashes = axis === "qps" ? [0, 16, 32] : [0];
    for (const dash of dashes)
      context.fillRect(x + dash * zoom, 92 * zoom, (axis === "qps" ? 9 : 40) * zoom, 8 * zoom);
    context.fillStyle = "#111111";
    context.fillText(label, x + 52 * zoom, 105 * zoom);
    x += widths[index] ?? 0;
  }
}

/** Starts an axis at 0, so that heights are comparable. */
function fromZero(_plot: unknown, _low: number, high: number): [number, number] {
  return [0, high > 0 ? high * 1.08 : 1];
}
