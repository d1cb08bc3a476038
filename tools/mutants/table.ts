import type { FileReport } from "./judge.ts";

const HEADS = ["file", "mutants", "killed", "survived"] as const;

/**
 * Formats a table of the mutants of each file, with a total. A timeout counts as killed.
 *
 * @example
 * // file            mutants  killed  survived
 * // server/keys.ts       15      14         1
 * // total                15      14         1
 */
export function summaryTable(reports: readonly FileReport[]): string {
  const counts = reports.map(({ path, judged }) => {
    const survived = judged.filter(({ verdict }) => verdict === "survived").length;
    return [path, judged.length, judged.length - survived, survived] as const;
  });
  const sum = (column: 1 | 2 | 3) => counts.reduce((total, row) => total + row[column], 0);
  const rows = [HEADS, ...counts, ["total", sum(1), sum(2), sum(3)] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, ...cells]) =>
      [
        name.padEnd(width),
        ...cells.map((cell, at) => String(cell).padStart(HEADS[at + 1]?.length ?? 0)),
      ].join("  "),
    )
    .join("\n");
}
