import { expect, test } from "bun:test";
import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import { outcomeOf, runOf } from "../figures/outcome.fake.ts";
import { summarizeLevel } from "../figures/summary.ts";
import type { Outcome } from "../figures/outcome.ts";
import { burstLines } from "./burstReport.ts";

/** Returns the report of `sent` requests, all of which failed except for `ok`. */
function burstReport(sent: number, ok: readonly Outcome[], method: PercentileMethod): string {
  const failed = Array.from({ length: sent - ok.length }, () => outcomeOf({ error: "http_5xx" }));
  const run = runOf([...ok, ...failed]);
  const level = summarizeLevel(run, method);
  const lines = burstLines({ run, level }, method);
  return lines.find((line) => line.startsWith("===")) ?? "";
}

/** Returns requests that take 1, 2, … n seconds, each with 4 s of audio. */
const ok = (n: number) =>
  Array.from({ length: n }, (_, index) =>
    outcomeOf({ sentMs: 100, endMs: 1100 + index * 1000, audioS: 4 }),
  );

test("burstLines() - returns exactly the bytes that scripts parse", () => {
  expect(burstReport(6, ok(5), "type7")).toBe(
    [
      "=== SLO LATENCY REPORT ===",
      "Total Requests: 6",
      "Min Time: 1.000s",
      "Max Time: 5.000s",
      "Avg Time: 3.000s",
      "P50 (Median): 3.000s",
      "P90: 4.600s",
      "P95: 4.800s",
      "P99: 4.960s",
      "",
      "=== AUDIO & REAL-TIME FACTOR (RTF) REPORT ===",
      "Avg Audio Duration: 4.000s",
      "",
      "--- RTF Percentiles ---",
      "Min RTF: 0.250s",
      "Max RTF: 1.250s",
      "Avg RTF: 0.750",
      "P50 RTF: 0.750",
      "P90 RTF: 1.150",
      "P95 RTF: 1.200",
      "P99 RTF: 1.240",
      "==========================",
      "",
    ].join("\n"),
  );
});

test("burstLines() - omits the RTF part if the answers have no audio", () => {
  const silent = ok(5).map((times) => ({ ...times, audioS: null }));
  const report = burstReport(5, silent, "type7");
  expect(report).toEndWith(`P99: 4.960s\n${"=".repeat(26)}\n`);
  expect(report).not.toContain("RTF");
});

test("burstLines() - computes scicom percentiles as sorted[floor(q n) - 1]", () => {
  const report = burstReport(50, ok(50), "scicom");
  expect(report).toContain("Min Time: 1.000s\nMax Time: 50.000s\n");
  expect(report).toContain("P50 (Median): 25.500s\nP90: 45.000s\nP95: 47.000s\nP99: 49.000s\n");
});
