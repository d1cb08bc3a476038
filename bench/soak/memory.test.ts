import { expect, test } from "bun:test";
import { memoryReport } from "./memory.ts";

/** Returns 1,200 samples of 50 requests each, whose memory in MiB is `mib` of the requests so far. */
function memory(mib: (requests: number) => number) {
  return Array.from({ length: 1200 }, (_, nth) => ({ requests: nth * 50, mib: mib(nth * 50) }));
}

test("memoryReport() - memory that grows by 2 MiB per 10,000 requests misses the goal", () => {
  const report = memoryReport(memory((requests) => 170 + requests / 5000));
  expect(report.grows).toBe(true);
  expect(report.lines[0]).toContain("172 after 10000, 174 after 20000");
  expect(report.lines[1]).toContain("2.0 ± 0.0 MiB per 10,000 requests after the first 19983");
});

test("memoryReport() - growth in the first 20,000 requests is warm-up", () => {
  expect(memoryReport(memory((requests) => Math.min(200, requests / 90))).grows).toBe(false);
});

test("memoryReport() - a run of less than two minutes has no slope", () => {
  const { grows, lines } = memoryReport(memory((requests) => requests).slice(0, 100));
  expect(grows).toBe(false);
  expect(lines[1]).toContain("too short");
});
