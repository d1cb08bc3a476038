import { percentile, type PercentileMethod } from "../../../src/stats/percentiles.ts";
import type { Gate } from "../../figures/gate.ts";
import { rounded } from "../../records/record.ts";
import { type Chart, COLORS, type Columns, fitted, inUnit, largestOf, timeUnit } from "./chart.ts";
import type { LevelRows, Row } from "../gather.ts";
import { percentileLimits } from "./limits.ts";

/** Distance of two points on the axis of percentiles; 50 points from p0 to p90, and 50 more from p90 to p99. */
const STEP = 0.02;

/** The measured time of a distribution chart. */
interface Distributed {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly quantity: Gate["quantity"];
  readonly of: (row: Row) => number | null;
}

/** The levels of a distribution chart, and how their percentiles are computed. */
export interface LevelDistributions {
  readonly levels: readonly LevelRows[];
  readonly gates: readonly Gate[];
  readonly method: PercentileMethod;
}

/** Builds the chart of one time by percentile, with a line per level; null if no request has the time. */
export function distributionChart(
  { id, title, note, quantity, of }: Distributed,
  { levels, gates, method }: LevelDistributions,
): Chart | null {
  const sorted = levels.flatMap(({ level, rows }) => {
    const values = Float64Array.from(rows.map(of).filter((value) => value !== null)).sort();
    return values.length === 0 ? [] : [{ label: level.label, values }];
  });
  if (sorted.length === 0) return null;
  const ends = sorted.map(({ values }) => endOf(values.length));
  const end = Math.max(...ends);
  const grid = Array.from({ length: Math.floor(end / STEP) + 1 }, (_, step) => step * STEP);
  const x = [...new Set([...grid, ...ends])].sort((a, b) => a - b);
  const raw: Columns = [x, ...sorted.map(({ values }) => valuesAt(x, values, method))];
  const unit = timeUnit(largestOf(raw));
  const columns = inUnit(raw, unit.ms);
  const limits = percentileLimits(gates, quantity, unit.ms);
  const y = fitted(`${title}, ${unit.name}`, columns, limits);
  const many = sorted.length > 1;
  return {
    id,
    title: `${title} by percentile`,
    note,
    x: {
      kind: "percentiles",
      label: "Percentile: % of the requests that are faster",
      range: [0, Math.max(1, end)],
    },
    y,
    series: sorted.map(({ label }, index) => ({
      label: many ? label : title,
      style: "line",
      color: many ? rampColor(index / (sorted.length - 1)) : COLORS[0],
    })),
    columns,
    limits,
  };
}

/** Returns the end of a line of `count` values, p = 1 − 1/(2 · count): the slowest has half of its share beyond it. */
function endOf(count: number): number {
  return Math.log10(2 * count);
}

/** Returns the percentiles at x = −log10(1 − p). The last value of a level is its largest. */
function valuesAt(
  x: readonly number[],
  sorted: Float64Array,
  method: PercentileMethod,
): (number | null)[] {
  const end = endOf(sorted.length);
  // The rule of "scicom" has no value near p0.
  const rule = method === "scicom" ? "type7" : method;
  return x.map((at) => {
    if (at > end) return null;
    if (at === end) return rounded(sorted.at(-1) ?? 0);
    return rounded(percentile(sorted, 1 - 10 ** -at, rule));
  });
}

/** Returns a color between blue and red that is readable on white and on black; `share` is 0 to 1. */
function rampColor(share: number): string {
  return `hsl(${Math.round(215 + 145 * share)} 70% 52%)`;
}
