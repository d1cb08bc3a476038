import { percentile } from "../../src/stats/percentiles.ts";
import { rounded } from "../records/record.ts";
import type { Stats } from "../figures/stats.ts";
import type { Gathered, LevelRows, Row } from "./gather.ts";

/** Columns of uPlot: x, then one column per series. */
type Columns = readonly (readonly (number | null)[])[];

/** Input of page.js. */
export interface ChartData {
  readonly labels: readonly string[];
  /** x is the time in seconds, with levels in sequence. The series are latency, first audio, and failures (at 0). */
  readonly time: Columns;
  /** Start of each level on the x axis of `time`, seconds. */
  readonly starts: readonly number[];
  /** Requests per point of `time`. If it is above 1, a point shows the slowest of its requests. */
  readonly thinning: number;
  /** x is the index of the level. The series are p50, p95 and p99. */
  readonly ttfaByLevel: Columns;
  readonly latencyByLevel: Columns;
  /** x is the percentile. There is one series per level. */
  readonly ttfaDistribution: Columns;
  readonly latencyDistribution: Columns;
  /**
   * x is the index of the level. The series are the % of streams with a stall above 50, 100 and 200 ms, and the pre-roll
   * for 95 and 99 % of streams.
   */
  readonly stalls: Columns | null;
}

/** Maximum number of points. More points slow down the page without a visible difference. */
const MAX_POINTS = 20_000;
const PERCENTILES = [...Array.from({ length: 100 }, (_, index) => index), 99.5, 99.9, 100];

/** Computes the data of all charts. */
export function chartData({ levels }: Gathered): ChartData {
  const x = levels.map((_, index) => index);
  const byLevel = (of: (level: LevelRows["level"]) => Stats | null): Columns => [
    x,
    ...(["p50", "p95", "p99"] as const).map((q) =>
      levels.map(({ level }) => of(level)?.[q] ?? null),
    ),
  ];
  const stalls = levels.map(({ level }) => level.stalls);
  return {
    labels: levels.map(({ level }) => level.label),
    ...overTime(levels),
    ttfaByLevel: byLevel((level) => level.ttfaMs),
    latencyByLevel: byLevel((level) =>
      level.targetQps !== null ? level.responseMs : level.serviceMs,
    ),
    ttfaDistribution: distribution(levels, (row) => row.ttfaMs),
    latencyDistribution: distribution(levels, (row) => row.latencyMs),
    stalls: stalls.every((each) => each === null)
      ? null
      : [
          x,
          ...(["share50", "share100", "share200"] as const).map((share) =>
            stalls.map((each) => (each === null ? null : rounded(each[share] * 100))),
          ),
          ...(["preroll95Ms", "preroll99Ms"] as const).map((preroll) =>
            stalls.map((each) => each?.[preroll] ?? null),
          ),
        ],
  };
}

function overTime(levels: readonly LevelRows[]): Pick<ChartData, "time" | "starts" | "thinning"> {
  const total = levels.reduce((sum, { rows }) => sum + rows.length, 0);
  const thinning = Math.max(1, Math.ceil(total / MAX_POINTS));
  const starts: number[] = [];
  const time: [number[], (number | null)[], (number | null)[], (number | null)[]] = [
    [],
    [],
    [],
    [],
  ];
  let startS = 0;
  for (const { level, rows } of levels) {
    starts.push(rounded(startS));
    const byDue = rows.toSorted((a, b) => a.dueS - b.dueS);
    for (let index = 0; index < byDue.length; index += thinning) {
      const group = byDue.slice(index, index + thinning);
      time[0].push(rounded(startS + (group[0]?.dueS ?? 0)));
      time[1].push(largest(group, (row) => row.latencyMs));
      time[2].push(largest(group, (row) => row.ttfaMs));
      time[3].push(group.some(({ failed }) => failed) ? 0 : null);
    }
    startS += Math.max(level.wallS, byDue.at(-1)?.dueS ?? 0);
  }
  return { time, starts, thinning };
}

function largest(rows: readonly Row[], of: (row: Row) => number | null): number | null {
  const values = rows.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : rounded(Math.max(...values));
}

function distribution(levels: readonly LevelRows[], of: (row: Row) => number | null): Columns {
  const columns = levels.map(({ rows }) => {
    const sorted = Float64Array.from(rows.map(of).filter((value) => value !== null)).sort();
    return PERCENTILES.map((p) =>
      sorted.length === 0 ? null : rounded(percentile(sorted, p / 100)),
    );
  });
  return [PERCENTILES, ...columns];
}
