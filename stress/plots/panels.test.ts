import { expect, test } from "bun:test";
import { achievedPanel, targetPanel } from "./plots.ts";

/** Each percentile a number of its own: `base` + q. */
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

/** The second rate is past the capacity: less is achieved than at the first. */
const levels = (streamed: boolean) => [
  { qps: 10, level: level(9, 100, streamed) },
  { qps: 20, level: level(8, 200, streamed) },
];

const shown = ({ lines }: ReturnType<typeof targetPanel>) =>
  lines.map(({ label, axis, values }) => [label, axis, values]);

test("a panel of whole files has E2E and per-audio-second on the left, achieved QPS on the right", () => {
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

test("a panel of streams has the first chunk in place of the audio-second", () => {
  const panel = targetPanel(levels(true), "50");
  expect(shown(panel)).toEqual([
    ["E2E latency, ms", "ms", [150, 250]],
    ["First chunk latency, ms", "ms", [2150, 2250]],
    ["Avg QPS", "qps", [9, 8]],
  ]);
});

test("medians by achieved rate lie in its order, and name what was asked for", () => {
  const panel = achievedPanel(levels(true));
  expect(panel).toMatchObject({ xLabel: "Achieved QPS", x: [8, 9] });
  expect(shown(panel)).toEqual([
    ["E2E latency, ms", "ms", [250, 150]],
    ["First chunk latency, ms", "ms", [2250, 2150]],
  ]);
  expect(panel.lines[0]?.notes).toEqual(["target 20", "target 10"]);
});
