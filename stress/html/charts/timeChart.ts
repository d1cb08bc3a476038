import type { Gate } from "../../figures/gate.ts";
import { isOpenLoop } from "../../figures/summary.ts";
import { type Chart, COLORS, type Columns, fitted, inUnit, largestOf, timeUnit } from "./chart.ts";
import type { LevelRows, Row } from "../gather.ts";
import { rounded } from "../../records/record.ts";
import { limitsOf } from "./limits.ts";

/** Maximum number of points. More points slow down the page without a visible difference. */
const MAX_POINTS = 20_000;

/** Maximum number of steps of a burst, a few per pixel. */
const MAX_STEPS = 3000;

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

/** Builds the chart of a burst: how many of its requests had their first audio, were complete, or had failed. */
export function burstChart(rows: readonly Row[]): Chart {
  const ok = rows.filter(({ failed }) => !failed);
  const firstS = ok.map(({ firstS }) => firstS).filter((s) => s !== null);
  const events = [
    { label: "First audio", color: COLORS[2], times: firstS },
    { label: "Complete", color: COLORS[0], times: ok.map(({ endS }) => endS) },
    {
      label: "Failed",
      color: "--bad",
      times: rows.filter(({ failed }) => failed).map(({ endS }) => endS),
    },
  ].filter(({ times }) => times.length > 0);
  const all = [...new Set([0, ...events.flatMap(({ times }) => times)])].sort((a, b) => a - b);
  const every = Math.ceil(all.length / MAX_STEPS);
  const x = all.filter((_, index) => index % every === 0 || index === all.length - 1);
  const endS = x.at(-1) ?? 0;
  const unit = endS < 2 ? { name: "Milliseconds", perS: 1000 } : { name: "Seconds", perS: 1 };
  return {
    id: "burst",
    title: "The burst over time",
    note: "How many of the requests, which are all sent at once, have their first audio, are complete, or have failed.",
    x: {
      kind: "number",
      label: `${unit.name} from the start of the burst`,
      range: [0, endS * unit.perS || 1],
    },
    y: { label: "Requests", isLog: false, range: [0, rows.length * 1.05 || 1] },
    series: events.map(({ label, color }) => ({ label, style: "steps", color })),
    columns: [
      x.map((s) => rounded(s * unit.perS)),
      ...events.map(({ times }) => countsUpTo(x, times)),
    ],
    limits: [],
  };
}

/** Returns how many of `times` are at most each x. */
function countsUpTo(x: readonly number[], times: readonly number[]): number[] {
  const sorted = times.toSorted((a, b) => a - b);
  let count = 0;
  return x.map((until) => {
    while (count < sorted.length && (sorted[count] ?? Infinity) <= until) count++;
    return count;
  });
}
