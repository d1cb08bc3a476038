import { expect, test } from "bun:test";
import { deadlinePolicy, fixedHopPolicy, simulate } from "./sim.ts";

const at = (listeners: number) => ({ listeners, streams: 300, seed: 7 });

test("eight real-time listeners hear their first audio within 0.4 s and hardly ever a stall", () => {
  const report = simulate(deadlinePolicy, at(8));
  expect(report.streams).toBeGreaterThanOrEqual(300);
  expect(report.firstP95Ms).toBeLessThanOrEqual(400);
  expect(report.stallShare).toBeLessThanOrEqual(0.01);
}, 30_000);

test("first audio comes in less than half the time of a fixed hop, at no loss of throughput", () => {
  for (const listeners of [1, 4, 8, 10]) {
    const ours = simulate(deadlinePolicy, at(listeners));
    const fixed = simulate(fixedHopPolicy, at(listeners));
    expect(ours.firstP95Ms).toBeLessThan(fixed.firstP95Ms / 2);
    expect(ours.throughput).toBeGreaterThan(fixed.throughput * 0.99);
    // At ten the device is all but full: a few streams stall, as the printed table says.
    expect(ours.stallShare).toBeLessThanOrEqual(0.05);
  }
}, 30_000);
