import { type Levels, difference, meanOf, p95Of } from "./bootstrap.ts";
import { columns, type Measure, type SavedRun } from "./pairing.ts";
import { createRandom } from "../../src/stats/random.ts";

/** Options of a comparison. */
export interface CompareSettings {
  /** Label of the level to compare; null for all levels that both runs have. */
  readonly level: string | null;
  /** A change counts only if its whole interval is beyond this fraction of the figure of A. */
  readonly tolerance: number;
  readonly resamples: number;
  readonly seed: number;
}

type Verdict = "better" | "worse" | "no evidence";

/** A figure of both runs; smaller is better. */
export interface Row {
  readonly name: string;
  /** Number of pairs; if the runs are not paired, the number of values of the smaller run. */
  readonly n: number;
  /** Minimum n for a verdict. */
  readonly least: number;
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  /** 95 % interval of the difference B − A. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict;
}

/** Output of --json. */
export interface Comparison {
  readonly schema: 1;
  readonly a: string;
  readonly b: string;
  /** True if both runs have the same schedule, so that their requests are compared in pairs. */
  readonly paired: boolean;
  readonly levels: readonly string[];
  readonly resamples: number;
  readonly seed: number;
  readonly rows: readonly Row[];
  /** True if both runs were sent as planned. */
  readonly valid: boolean;
  readonly warnings: readonly string[];
}

/**
 * Minimum n for a mean. In simulations of independent requests, 92–97 % of the intervals contain the true value from
 * n = 50 on, and 87 % at n = 20.
 */
const MIN_FOR_MEAN = 50;
/** Minimum n for a distribution-free interval of p95. */
const MIN_FOR_P95 = 72;

const FIGURES = [
  { name: "ttfa mean, ms", measure: "ttfa", statistic: meanOf, least: MIN_FOR_MEAN },
  { name: "ttfa p95, ms", measure: "ttfa", statistic: p95Of, least: MIN_FOR_P95 },
  { name: "first sound mean, ms", measure: "sound", statistic: meanOf, least: MIN_FOR_MEAN },
  { name: "first sound p95, ms", measure: "sound", statistic: p95Of, least: MIN_FOR_P95 },
  { name: "response mean, ms", measure: "response", statistic: meanOf, least: MIN_FOR_MEAN },
  { name: "response p95, ms", measure: "response", statistic: p95Of, least: MIN_FOR_P95 },
  { name: "rtf mean", measure: "rtf", statistic: meanOf, least: MIN_FOR_MEAN },
  { name: "error rate", measure: "error rate", statistic: meanOf, least: MIN_FOR_MEAN },
  { name: "stalls > 50 ms", measure: "stalls", statistic: meanOf, least: MIN_FOR_MEAN },
] as const satisfies {
  name: string;
  measure: Measure;
  statistic: typeof meanOf;
  least: number;
}[];

/**
 * Compares run B with run A. Throws Error if they have no common level.
 *
 * @example
 * compare([a, b], { level: null, tolerance: 0.05, resamples: 2000, seed: 1 }).rows;
 */
export function compare(
  [a, b]: readonly [SavedRun, SavedRun],
  options: CompareSettings,
): Comparison {
  const { seed, resamples } = options;
  const levels = commonLevels([a, b], options.level);
  const paired = a.summary.scheduleHash === b.summary.scheduleHash;
  return {
    schema: 1,
    a: a.folder,
    b: b.folder,
    paired,
    levels,
    resamples,
    seed,
    rows: figuresOf([a, b]).map((figure) =>
      toRow(figure, columns([a, b], figure.measure, { labels: levels, paired }), {
        ...options,
        paired,
      }),
    ),
    valid: a.summary.valid && b.summary.valid,
    warnings: warnings(a, b, levels),
  };
}

/** Returns the figures of two runs; only conversations have a first sound. */
function figuresOf(runs: readonly [SavedRun, SavedRun]): readonly (typeof FIGURES)[number][] {
  const isTalk = runs.some(({ summary }) => summary.kind === "talk");
  return FIGURES.filter(({ measure }) => measure !== "sound" || isTalk);
}

function commonLevels(
  [a, b]: readonly [SavedRun, SavedRun],
  level: string | null,
): readonly string[] {
  const labels = [...a.levels.keys()]
    .filter((label) => b.levels.has(label))
    .filter((label) => level === null || label === level);
  if (labels.length > 0) return labels;
  const names = (run: SavedRun) => [...run.levels.keys()].join(", ");
  throw new Error(
    `the runs have no common level: ${a.folder} has ${names(a)}; ${b.folder} has ${names(b)}` +
      (level === null ? "" : `; --level ${level} must be in both`),
  );
}

function toRow(
  { name, statistic, least }: (typeof FIGURES)[number],
  values: readonly [Levels, Levels],
  { paired, resamples, seed, tolerance }: CompareSettings & { readonly paired: boolean },
): Row {
  const [countA, countB] = values.map((levels) => levels.reduce((n, { length }) => n + length, 0));
  const n = Math.min(countA ?? 0, countB ?? 0);
  if (n === 0) {
    const missing = { a: null, b: null, difference: null, interval: null };
    return { name, n, least, ...missing, verdict: "no evidence" };
  }
  const random = createRandom("compare", seed, name);
  const found = difference(values, statistic, { paired, resamples, random });
  const [low, high] = found.interval;
  const margin = tolerance * Math.abs(found.a);
  const changed = low > margin ? "worse" : high < -margin ? "better" : "no evidence";
  const verdict = n < least ? "no evidence" : changed;
  return { name, n, least, ...found, difference: found.b - found.a, verdict };
}

/** Lists the differences between the runs that affect the comparison. */
function warnings(a: SavedRun, b: SavedRun, labels: readonly string[]): string[] {
  const lines: string[] = [];
  for (const { folder, summary } of [a, b])
    if (!summary.valid) lines.push(`${folder} is invalid: requests were not sent as planned`);
  const differ = (what: string, left: unknown, right: unknown) => {
    if (left !== right) lines.push(`${what} differ: ${String(left)} and ${String(right)}`);
  };
  differ("clients", a.summary.client, b.summary.client);
  differ("kinds", a.summary.kind, b.summary.kind);
  differ("--stream settings", a.summary.settings["stream"], b.summary.settings["stream"]);
  for (const label of labels) {
    const [left, right] = [a, b].map((run) => run.summary.levels.find((l) => l.label === label));
    differ(`concurrencies of ${label}`, left?.concurrency, right?.concurrency);
  }
  for (const { folder, levels } of [a, b]) {
    const others = [...levels.keys()].filter((label) => !labels.includes(label));
    if (others.length > 0) lines.push(`levels of ${folder} not compared: ${others.join(", ")}`);
  }
  return lines;
}
