import type { Comparison, Row } from "./comparison.ts";

const HEADS = ["figure", "n", "A", "B", "B − A", "95 % interval", "change"];
const WIDTHS = [20, 7, 11, 11, 11, 22, 9];

/** Formats a comparison as lines of text. */
export function comparisonLines(comparison: Comparison): string[] {
  const { a, b, paired, levels, resamples, rows, warnings } = comparison;
  return [
    `A: ${a}`,
    `B: ${b}`,
    `Levels: ${levels.join(", ")}`,
    paired
      ? "Paired by request: both runs have the same schedule (equal hashes)."
      : "Not paired: the schedules differ (seed, rates, texts or voices), which widens the intervals.",
    `Intervals: block bootstrap, ${resamples} resamples. For two equal servers, each figure has a chance of 1 in 40 of the verdict "worse".`,
    "Differences between the machines or their load are included. To rule them out, repeat A and B alternately.",
    ...warnings.map((warning) => `warning: ${warning}`),
    "",
    line(HEADS, "verdict"),
    ...rows.map(rowLine),
  ];
}

function rowLine({ name, n, least, a, b, difference, interval, verdict }: Row): string {
  if (a === null || b === null || difference === null || interval === null)
    return line([name, "0", "–", "–", "–", "–", "–"], "not measured in both");
  const change = a === 0 ? "–" : `${signed((100 * difference) / a, 3)} %`;
  const ends = interval.map((end) => signed(end, 4)).join(" to ");
  const cells = [name, String(n), figure(a), figure(b), signed(difference, 4), ends, change];
  return line(cells, n < least ? `no evidence (below n=${least})` : verdict);
}

function line([name = "", ...cells]: readonly string[], verdict: string): string {
  const padded = cells.map((cell, index) => cell.padStart(WIDTHS[index + 1] ?? 0));
  return [name.padEnd(WIDTHS[0] ?? 0), ...padded, verdict].join("  ");
}

function figure(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function signed(value: number, digits: number): string {
  const text = String(Number(value.toPrecision(digits)));
  return value > 0 ? `+${text}` : text;
}
