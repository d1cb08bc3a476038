import { rounded } from "../../records/record.ts";
import type { Row } from "../gather.ts";
import { type Chart, COLORS } from "./chart.ts";

/** Maximum number of steps, a few per pixel. */
const MAX_STEPS = 3000;

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
