import { expect, test } from "bun:test";
import type { FileReport, Verdict } from "./judge.ts";
import { summaryTable } from "./table.ts";

function reportOf(path: string, verdicts: readonly Verdict[]): FileReport {
  const mutant = { start: 0, end: 1, replacement: "", line: 1 };
  return { path, text: "a", tests: [], judged: verdicts.map((verdict) => ({ mutant, verdict })) };
}

test("summaryTable() - counts mutants per file and in total", () => {
  const reports = [
    reportOf("src/a.ts", ["killed", "timeout", "survived"]),
    reportOf("server/longer.ts", ["killed"]),
  ];
  expect(summaryTable(reports).split("\n")).toEqual([
    "file              mutants  killed  survived",
    "src/a.ts                3       2         1",
    "server/longer.ts        1       1         0",
    "total                   4       3         1",
  ]);
});

test("summaryTable() - shows a total of 0 without reports", () => {
  expect(summaryTable([]).split("\n")[1]).toBe("total        0       0         0");
});
