import { useEffect, useRef } from "hono/jsx/dom";
import Plot from "uplot";
import { TEXTS } from "../parts/texts.ts";
import type { Figures } from "./series.ts";

export type SeriesName = keyof typeof TEXTS.live.series;

const HEIGHT = 190;
/** Colours of lines and their dashes: lines differ without colours too. */
const LINES = [
  { light: "#0a5bc9", dark: "#74b1ff", dash: [] },
  { light: "#b3261e", dark: "#ff9d94", dash: [6, 4] },
  { light: "#276b42", dark: "#7fd3a0", dash: [2, 3] },
  { light: "#7a4b00", dark: "#f0c069", dash: [10, 3, 2, 3] },
] as const;

/** Steps between the labels of a value: there is no half a request. */
const WHOLE_STEPS = [1, 10, 100, 1000, 10_000, 100_000].flatMap((step) => [
  step,
  2 * step,
  5 * step,
]);

interface ChartProps {
  readonly title: string;
  readonly series: readonly SeriesName[];
  readonly points: readonly Figures[];
  /** Length of the time axis, seconds. */
  readonly spanS: number;
}

/** A chart of some series over time. Its description has the last values, for readers without a screen. */
export function Chart({ title, series, points, spanS }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const span = useRef(spanS);
  span.current = spanS;
  useEffect(() => {
    const element = place.current!;
    const build = (): void => {
      plot.current?.destroy();
      plot.current = createPlot(element, series, () => span.current ?? spanS);
    };
    build();
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    resized.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", build);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", build);
      plot.current?.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(points, series)), [points]);
  const last = points.at(-1);
  const spoken = series.map((name) => `${TEXTS.live.series[name]} ${shown(last?.[name])}`);
  return (
    <section class="card chart">
      <h2>{title}</h2>
      <div ref={place} role="img" aria-label={`${title}: ${spoken.join(", ")}`} />
    </section>
  );
}

function dataOf(points: readonly Figures[], series: readonly SeriesName[]): Plot.AlignedData {
  return [
    points.map(({ atS }) => atS),
    ...series.map((name) => points.map((point) => point[name])),
  ];
}

function createPlot(
  element: HTMLElement,
  series: readonly SeriesName[],
  spanS: () => number,
): Plot {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = isDark ? "#a3afbe" : "#52606f";
  const times: Plot.Axis.DynamicValues = (_, seconds) => seconds.map(clock);
  const axis = {
    stroke: ink,
    grid: { stroke: isDark ? "#333b46" : "#e2e7ed", width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  return new Plot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      scales: {
        x: { range: (_, _first, last) => [last - spanS(), last] },
        y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.1)] },
      },
      axes: [
        { ...axis, values: times },
        { ...axis, size: 46, incrs: [...WHOLE_STEPS] },
      ],
      series: [
        { value: (_: Plot, seconds: number | null) => (seconds === null ? "" : clock(seconds)) },
        ...series.map((name, at) => {
          const { light, dark, dash } = LINES[at % LINES.length]!;
          return {
            label: TEXTS.live.series[name],
            stroke: isDark ? dark : light,
            dash: [...dash],
            width: 2,
            spanGaps: false,
            // A line between seconds with requests would hide that there are none between them.
            points: { size: 6, show: isRare(name) },
            value: (_: Plot, value: number | null) => shown(value),
          };
        }),
      ],
    },
    [[], ...series.map(() => [])],
    element,
  );
}

/** Returns whether a series has values only where requests ended. */
function isRare(name: SeriesName): boolean {
  return name === "p50" || name === "p95";
}

const CLOCK = new Intl.DateTimeFormat([], { timeStyle: "medium", hour12: false });

/** Formats seconds since 1970 as a local time of day. */
function clock(seconds: number): string {
  return CLOCK.format(seconds * 1000);
}

/** Formats a value; a dash for none. */
export function shown(value: number | null | undefined): string {
  if (value === null || value === undefined) return "\u2013";
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}
