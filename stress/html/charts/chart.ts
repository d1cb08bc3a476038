import { rounded } from "../../records/record.ts";

/** Columns of uPlot: x ascending, then one column per series. Null is a gap. */
export type Columns = readonly (readonly (number | null)[])[];

/** One chart of the page, as page.js draws it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, and the meaning of its terms. */
  readonly note: string;
  readonly x: XAxis;
  readonly y: YAxis;
  readonly series: readonly Series[];
  readonly columns: Columns;
  /** Limits of gates, drawn as lines. */
  readonly limits: readonly Limit[];
  /** Vertical lines with labels, for example at the start of each level. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Values of x at which a request failed. */
  readonly failures?: readonly number[];
}

/**
 * "levels": x is the index of a label. "percentiles": x is −log10(1 − p), so that p99 is as far from p90 as p90 from p0.
 */
interface XAxis {
  readonly kind: "number" | "levels" | "percentiles";
  readonly label: string;
  readonly range: readonly [number, number];
  readonly labels?: readonly string[];
}

interface YAxis {
  /** Name and unit. */
  readonly label: string;
  readonly isLog: boolean;
  readonly range: readonly [number, number];
}

interface Series {
  readonly label: string;
  readonly style: "line" | "dashed" | "steps" | "dots";
  /** A color, or the name of a property in page.css that has one for each color scheme. */
  readonly color: string;
}

/** The limit of a gate in the unit of the y axis. */
export interface Limit {
  readonly label: string;
  readonly y: number;
  /** Value of x to which the limit applies; null: to every x. */
  readonly x: number | null;
}

/** Colors of the series of a chart, in order. */
export const COLORS = ["--line-1", "--line-2", "--line-3", "--line-4", "--line-5"] as const;

/** A logarithmic axis is used if the largest value is this many times the smallest, and none is 0. */
const LOG_RATIO = 25;
/** A limit that is this many times above the largest value is not drawn to scale, since it would squeeze the values. */
const FAR_LIMIT = 3;

/** Chooses range and scale of the y axis so that the values fill it. A limit that is not far above them is inside. */
export function fitted(label: string, columns: Columns, limits: readonly Limit[]): YAxis {
  const values = columns.slice(1).flatMap((column) => column.filter((value) => value !== null));
  const top = values.reduce((a, b) => Math.max(a, b), 0);
  const near = limits.map(({ y }) => y).filter((y) => top === 0 || y <= FAR_LIMIT * top);
  const high = near.reduce((a, b) => Math.max(a, b), top);
  const low = [...values, ...near].reduce((a, b) => Math.min(a, b), high);
  if (high <= 0) return { label, isLog: false, range: [0, 1] };
  const isLog = low > 0 && high / low > LOG_RATIO;
  return { label, isLog, range: isLog ? [roundFloor(low), high * 1.2] : [0, rounded(high * 1.08)] };
}

/** The unit of times whose largest is `mostMs`: milliseconds, or seconds from 10 s on. */
export function timeUnit(mostMs: number): { readonly name: "ms" | "s"; readonly ms: number } {
  return mostMs >= 10_000 ? { name: "s", ms: 1000 } : { name: "ms", ms: 1 };
}

/** Returns the largest value of the columns, at least 0; x is not counted. */
export function largestOf(columns: Columns): number {
  return columns.slice(1).reduce((most, column) => {
    return column.reduce((a: number, b) => Math.max(a, b ?? 0), most);
  }, 0);
}

/** Divides all values except x by `divisor`. */
export function inUnit(columns: Columns, divisor: number): Columns {
  const [x = [], ...rest] = columns;
  return [
    x,
    ...rest.map((column) => column.map((y) => (y === null ? null : rounded(y / divisor)))),
  ];
}

/** Rounds down to 1, 2 or 5 times a power of ten. */
function roundFloor(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = value / power;
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
}
