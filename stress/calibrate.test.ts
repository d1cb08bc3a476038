import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calibrate, type Calibration, calibrationLines, chunkErrors } from "./calibrate.ts";
import { parseInvocation } from "./options.ts";
import { writeSummary } from "./results.ts";
import { summaryOf } from "./recordFixture.ts";
import { readSummary } from "./savedRun.ts";

setDefaultTimeout(60_000);

const never = new AbortController().signal;

test("a piece arrives with the read that brings its end; what was written while connecting is left out", () => {
  const told = { stampsMs: [10, 110, 210, 310], pieceMs: 100, startMs: 1, countedMs: 100 };
  const chunks = [
    [12, 100], // stamped before countedMs
    [115, 60], // the second piece in two reads
    [118, 40],
    [330, 200], // the third and the fourth in one
  ] as const;
  expect(chunkErrors({ chunks }, told)).toEqual([9, 121, 21]);
});

test("the null server sees every request and every piece, none before it was sent", async () => {
  const invocation = parseInvocation(["--host", "http://127.0.0.1:1"]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  const { open, paced } = await calibrate(invocation.options, 0.6, never);
  expect(open.map(({ qps, arrivalMs, sendLagMs }) => [qps, arrivalMs?.n, sendLagMs?.n])).toEqual([
    [200, 120, 120],
    [500, 300, 300],
  ]);
  // Clocks of two processes agree to less than this.
  for (const { arrivalMs } of open) expect(arrivalMs?.min).toBeGreaterThan(-0.1);
  for (const { chunkErrorMs } of paced) expect(chunkErrorMs?.min).toBeGreaterThan(-0.1);
  expect(paced[0]?.chunkErrorMs?.n).toBeGreaterThanOrEqual(500);
  expect(calibrationLines({ open, paced })).toHaveLength(5);
});

test("a calibration lies in summary.json and is read again", async () => {
  const stats = { n: 1, min: 1, max: 1, mean: 1, p50: 1, p90: 1, p95: 1, p99: 1, p99ci: null };
  const calibration: Calibration = {
    open: [{ qps: 200, rateError: -0.001, arrivalMs: stats, sendLagMs: null }],
    paced: [{ streams: 100, pieceMs: 100, chunkErrorMs: stats, generatorCpu: 0.5 }],
  };
  const folder = mkdtempSync(join(tmpdir(), "calibrate-"));
  try {
    const summary = summaryOf({ calibration });
    await writeSummary(folder, summary);
    expect(await readSummary(folder)).toEqual(summary);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
