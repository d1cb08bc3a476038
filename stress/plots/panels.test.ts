import { expect, test } from "bun:test";
import { achievedPanel, targetPanel } from "./panels.ts";

/** Distinct percentiles: `base` + q. */
const percentiles = (base: number) => ({
  "50": base + 50,
  "90": base + 90,
  "95": base + 95,
  "99": base + 99,
});

const level = (avgQps: number, base: number, streamed: boolean) => ({
  avg_qps: avgQps,
  e2e_latency_ms_percentiles: percentiles(base),
  second_of_audio_generation_latency_ms_percentiles: percentiles(base + 1000),
  first_chunk_latency_ms_percentiles: streamed ? percentiles(base + 2000) : null,
});

/** The second rate exceeds the capacity, so its achieved rate is lower than that of the first rate. */
const levels = (streamed: boolean) => [
  { qps: 10, level: level(9, 100, streamed) },
  { qps: 20, level: level(8, 200, streamed) },
];

const shown = ({ lines }: ReturnType<typeof targetPanel>) =>
  lines.map(({ label, axis, values }) => [label, axis, values]);

test("targetPanel() - without streaming, shows E2E latency, time per audio-second and achieved QPS", () => {
  const panel = targetPanel(levels(false), "95");
  expect(panel).toMatchObject({
    title: "Load Test Results Metrics (95 percentile)",
    xLabel: "Target QPS",
    x: [10, 20],
  });
  expect(shown(panel)).toEqual([
    ["E2E latency, ms", "ms", [195, 295]],
    ["Latency to generate audio-second, ms", "ms", [1195, 1295]],
    ["Avg QPS", "qps", [9, 8]],
  ]);
});

test("targetPanel() - with streaming, shows the first-chunk latency instead of the time per audio-second", () => {
  const panel = targetPanel(levels(true), "50");
  expect(shown(panel)).toEqual([
    ["E2E latency, ms", "ms", [150, 250]],
    ["First chunk latency, ms", "ms", [2150, 2250]],
    ["Avg QPS", "qps", [9, 8]],
  ]);
});

test("achievedPanel() - orders points by achieved rate and labels them with the target rate", () => {
  const panel = achievedPanel(levels(true));
  expect(panel).toMatchObject({ xLabel: "Achieved QPS", x: [8, 9] });
  expect(shown(panel)).toEqual([
    ["E2E latency, ms", "ms", [250, 150]],
    ["First chunk latency, ms", "ms", [2250, 2150]],
  ]);
  expect(panel.lines[0]?.notes).toEqual(["target 20", "target 10"]);
});
