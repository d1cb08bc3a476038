import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { Axis } from "uplot";
import { canvasOf, FONT, loadUplot, PIXEL_RATIO } from "./dom.ts";

/** One line of a panel. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly axis: "ms" | "qps";
  /** One value per x; null leaves a gap. */
  readonly values: readonly (number | null)[];
}

/** One diagram: latencies on the left axis, rates on the right one. */
export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  /** Ascending. */
  readonly x: readonly number[];
  readonly lines: readonly Line[];
}

const HEAD_PX = 130;
/** uPlot declares its sides as a const enum that exists in its types only. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const RIGHT: Axis.Side = 1;

/** Draws `panel` on `width` × `height` pixels, with the title and legend that uPlot itself leaves to a browser. */
export async function drawPanel(panel: Panel, width: number, height: number): Promise<Canvas> {
  const { Plot, root } = await loadUplot();
  const font = `14px ${FONT}`;
  const grid = { stroke: "#dddddd", width: 1 };
  const axis = { font, labelFont: `16px ${FONT}`, stroke: "#222222", grid, ticks: grid };
  const right = panel.lines.some((line) => line.axis === "qps");
  const plot = new Plot(
    {
      width: width / PIXEL_RATIO,
      height: (height - HEAD_PX) / PIXEL_RATIO,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false }, ms: { range: fromZero }, qps: { range: fromZero } },
      axes: [
        { ...axis, label: panel.xLabel },
        { ...axis, label: "Latency, ms", scale: "ms", size: 70 },
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
          width: 2,
          points: { show: true, size: 8, fill: color },
          ...(scale === "qps" ? { dash: [8, 6] } : {}),
        })),
      ],
    },
    [[...panel.x], ...panel.lines.map(({ values }) => [...values])],
    root(),
  );
  await Promise.resolve(); // uPlot draws in a microtask
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(canvasOf(plot.root.querySelector("canvas") ?? plot), 0, HEAD_PX);
  plot.destroy();
  drawHead(context, panel, width);
  return canvas;
}

function drawHead(context: ReturnType<Canvas["getContext"]>, panel: Panel, width: number): void {
  context.fillStyle = "#111111";
  context.textAlign = "center";
  context.font = `40px ${FONT}`;
  context.fillText(panel.title, width / 2, 52);
  context.textAlign = "left";
  context.font = `28px ${FONT}`;
  const widths = panel.lines.map(({ label }) => context.measureText(label).width + 100);
  let x = (width - widths.reduce((sum, each) => sum + each, 0)) / 2;
  for (const [index, { label, color }] of panel.lines.entries()) {
    context.fillStyle = color;
    context.fillRect(x, 92, 40, 8);
    context.fillStyle = "#111111";
    context.fillText(label, x + 52, 105);
    x += widths[index] ?? 0;
  }
}

/** Axes start at 0, so that heights compare. */
function fromZero(_plot: unknown, _low: number, high: number): [number, number] {
  return [0, high > 0 ? high * 1.05 : 1];
}
