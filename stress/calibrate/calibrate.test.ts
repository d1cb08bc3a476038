import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calibrate, calibrationLines } from "./calibrate.ts";
import type { Calibration } from "../results/calibration.ts";
import { type BurstOptions, parseInvocation } from "../options/options.ts";
import { writeSummary } from "../results/runSummary.ts";
import { summaryOf } from "../results/runSummary.fake.ts";
import { harnessPerTest } from "../run.fake.ts";
import { readSummary } from "../results/savedSummary.ts";

const fixture = harnessPerTest(process.env);

setDefaultTimeout(60_000);

const never = new AbortController().signal;

/** Parses `flags` to the options of a burst to a server that does not exist. */
function optionsOf(flags: string): BurstOptions {
  const invocation = parseInvocation(`--host http://127.0.0.1:1 ${flags}`.trim().split(" "));
  if (invocation.kind !== "burst") throw new Error("no burst");
  return invocation.options;
}

test("calibrate() measures requests and pieces, and ignores the user's headers and timeouts", async () => {
  const options = optionsOf("--header x-request-id=mine --timeout-total 50ms");
  const { open, paced } = (await calibrate(options, 0.2, never)) ?? { open: [], paced: [] };
  expect(open.map(({ qps, arrivalMs, sendLagMs }) => [qps, arrivalMs?.n, sendLagMs?.n])).toEqual([
    [200, 40, 40],
    [500, 100, 100],
  ]);
  // An arrival before its send would be a clock error. The clocks of two processes differ by less than 0.1 ms.
  for (const { arrivalMs } of open) expect(arrivalMs?.min).toBeGreaterThan(-0.1);
  for (const { chunkErrorMs } of paced) expect(chunkErrorMs?.min).toBeGreaterThan(-0.1);
  expect(paced[0]?.chunkErrorMs?.n).toBeGreaterThanOrEqual(150);
  const lines = calibrationLines({ open, paced });
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toMatch(/1000 streams in 20 ms pieces: chunk-time error p50 \d/);
});

test("calibrate() returns null when it is interrupted", async () => {
  expect(await calibrate(optionsOf(""), 0.2, AbortSignal.abort())).toBeNull();
});

test("Ctrl-C during --calibrate leaves a run that the report command can read", async () => {
  const args = ["--host", "http://127.0.0.1:1", "--calibrate", "--concurrency", "2"];
  const child = fixture.harness.start(args);
  const folder = join(fixture.harness.folder, "t");
  while (!existsSync(join(folder, "requests.jsonl"))) await Bun.sleep(10);
  child.kill("SIGINT");
  expect(await child.exited).toBe(130);
  expect(await fixture.harness.exactly(["report", folder])).toMatchObject({ stderr: "", code: 0 });
  const { calibration, levels } = fixture.json("summary.json");
  expect({ calibration, levels }).toEqual({ calibration: undefined, levels: [] });
});

test("a calibration is written to summary.json and read back", async () => {
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
