import { compare } from "./comparison.ts";
import { comparisonLines } from "./report.ts";
import type { CompareOptions } from "../options/options.ts";
import { readRun } from "./pairing.ts";

/** Compares two saved runs and prints it. Exit code with --fail-if-worse: 3 an invalid run, 2 worse, else 0. */
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
