import { expect, test } from "bun:test";
import { deadlinePolicy, fixedHopPolicy, shortHopPolicy, simulate } from "./sim.ts";

const at = (listeners: number) => ({ listeners, streams: 300, seed: 7 });

test("deadlinePolicy - at 8 listeners p95 of first audio is at most 400 ms, and at most 1 % of streams stall", () => {
  const report = simulate(deadlinePolicy, at(8));
  expect(report.streams).toBeGreaterThanOrEqual(300);
  expect(report.firstP95Ms).toBeLessThanOrEqual(400);
  expect(report.stallShare).toBeLessThanOrEqual(0.01);
}, 30_000);

test("deadlinePolicy - halves the time to first audio of a fixed hop at equal throughput", () => {
  for (const listeners of [1, 4, 8, 10]) {
    const deadline = simulate(deadlinePolicy, at(listeners));
    const fixed = simulate(fixedHopPolicy, at(listeners));
    expect(deadline.firstP95Ms).toBeLessThan(fixed.firstP95Ms / 2);
    expect(deadline.throughput).toBeGreaterThan(fixed.throughput * 0.99);
    // At 10 listeners the device is nearly saturated, so a few streams stall.
    expect(deadline.stallShare).toBeLessThanOrEqual(0.05);
  }
}, 30_000);

test("deadlinePolicy - long windows make more audio on a saturated device, and first audio waits less than a run", () => {
  const load = { ...at(16), plays: false };
  const long = simulate(deadlinePolicy, load);
  const short = simulate(shortHopPolicy, load);
  expect(long.throughput).toBeGreaterThan(1.12 * short.throughput);
  expect(long.firstP95Ms).toBeLessThan(700);
  const stalled = (policy: typeof deadlinePolicy): number => simulate(policy, at(11)).stallShare;
  expect(stalled(deadlinePolicy)).toBeLessThan(0.2 * stalled(shortHopPolicy));
}, 30_000);
