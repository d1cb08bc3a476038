import { compare, type CompareSettings } from "./comparison.ts";
import { comparisonLines } from "./report.ts";
import { readRun } from "./pairing.ts";

interface CompareOptions extends CompareSettings {
  /** Folders of the runs. */
  readonly a: string;
  readonly b: string;
  readonly json: boolean;
  readonly failIfWorse: boolean;
}

/**
 * Compares two saved runs and prints the result; returns the exit code. With --fail-if-worse, the exit code is 3 if a run
 * is invalid, or 2 if both runs are valid and a figure is worse. In all other cases it is 0.
 */
export async function runCompare({ a, b, ...options }: CompareOptions): Promise<number> {
  const comparison = compare([await readRun(a), await readRun(b)], options);
  const text = options.json
    ? JSON.stringify(comparison, null, 2)
    : comparisonLines(comparison).join("\n");
  process.stdout.write(`${text}\n`);
  if (!options.failIfWorse) return 0;
  if (!comparison.valid) return 3;
  return comparison.rows.some(({ verdict }) => verdict === "worse") ? 2 : 0;
}
