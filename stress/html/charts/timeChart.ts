import type { Gate } from "../../figures/gate.ts";
import { isOpenLoop } from "../../figures/summary.ts";
import { type Chart, COLORS, type Columns, fitted, inUnit, largestOf, timeUnit } from "./chart.ts";
import type { LevelRows, Row } from "../gather.ts";
import { rounded } from "../../records/record.ts";
import { limitsOf } from "./limits.ts";

/** Maximum number of points. More points slow down the page without a visible difference. */
const MAX_POINTS = 20_000;

interface Timed {
  readonly x: number[];
  readonly latencyMs: (number | null)[];
  readonly ttfaMs: (number | null)[];
  readonly failures: number[];
}

/** Builds the chart of all requests at their planned send times, with the levels in sequence. */
export function timeChart(levels: readonly LevelRows[], gates: readonly Gate[]): Chart {
  const total = levels.reduce((sum, { rows }) => sum + rows.length, 0);
  const thinning = Math.max(1, Math.ceil(total / MAX_POINTS));
  const isOpen = isOpenLoop(levels.map(({ level }) => level));
  const marks: { x: number; label: string }[] = [];
  const timed: Timed = { x: [], latencyMs: [], ttfaMs: [], failures: [] };
  let startS = 0;
  for (const { level, rows } of levels) {
    marks.push({ x: rounded(startS), label: level.label });
    addLevel(timed, rows, { startS, thinning });
    startS += rows.reduce((last, { endS }) => Math.max(last, endS), level.wallS);
  }
  const raw: Columns = [timed.x, timed.latencyMs, timed.ttfaMs];
  const unit = timeUnit(largestOf(raw));
  const columns = inUnit(raw, unit.ms);
  const limits = limitsOf(gates, ["ttfa", isOpen ? "response" : "service"], unit.ms);
  const y = fitted(`Time, ${unit.name}`, columns, limits);
  const planned = isOpen ? "planned send time" : "send";
  const points = thinning === 1 ? "" : ` Each point is the slowest of ${thinning} neighbours.`;
  return {
    id: "time",
    title: "Every request over time",
    note: `Each request at the time when it was due: how long its complete answer and its first audio took, from its ${planned}.${points} A cross on the lower edge is a failed request.`,
    x: { kind: "number", label: "Seconds from the start of the run", range: [0, startS || 1] },
    y,
    series: [
      { label: "Complete answer", style: "dots", color: COLORS[0] },
      { label: "First audio", style: "dots", color: COLORS[2] },
    ],
    columns,
    limits,
    marks: levels.length > 1 ? marks : [],
    failures: timed.failures,
  };
}

function addLevel(
  timed: Timed,
  rows: readonly Row[],
  { startS, thinning }: { readonly startS: number; readonly thinning: number },
): void {
  const byDue = rows.toSorted((a, b) => a.dueS - b.dueS);
  for (let index = 0; index < byDue.length; index += thinning) {
    const group = byDue.slice(index, index + thinning);
    const x = rounded(startS + (group[0]?.dueS ?? 0));
    timed.x.push(x);
    timed.latencyMs.push(largest(group, (row) => row.latencyMs));
    timed.ttfaMs.push(largest(group, (row) => row.ttfaMs));
    if (group.some(({ failed }) => failed)) timed.failures.push(x);
  }
}

function largest(rows: readonly Row[], of: (row: Row) => number | null): number | null {
  const values = rows.map(of).filter((value) => value !== null);
  return values.length === 0 ? null : rounded(Math.max(...values));
}
