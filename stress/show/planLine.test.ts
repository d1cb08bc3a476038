import { expect, test } from "bun:test";
import { ratePlan } from "../load/ratePlan.ts";
import { ONLY_PART } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { planLine } from "./planLine.ts";

const plain = { warmup: 0, calibrate: false, shard: ONLY_PART };
const offered = { numberOfSamples: 601, burstiness: 1, voiceIds: ["a"], seed: 1 };
const at = (qps: number) => ratePlan({ label: String(qps), qps, seed: 1 }, offered, ["text"]);
const closed = (requests: number | null, durationMs: number | null): LevelPlan => ({
  label: "c4",
  targetQps: null,
  concurrency: 4,
  load: { kind: "closed", concurrency: 4, requests, durationMs },
  draws: { texts: ["text"], voices: ["a"], seed: 1 },
});

test("planLine() - adds up the requests and the sending times of a sweep", () => {
  expect(planLine([at(1), at(2)], plain)).toBe(
    "Planned: 2 levels, 1,202 requests; sending takes 15 min, plus the last answers of each level.",
  );
});

test("planLine() - counts the part of a shard, the warm-up and the calibration", () => {
  const sent = { warmup: 3, calibrate: true, shard: { index: 1, count: 4 } };
  expect(planLine([at(10)], sent)).toStartWith(
    "Planned: 1 level, 150 requests, 3 warm-up requests, 40 s of calibration; sending takes 1 min,",
  );
});

test("planLine() - a closed loop has a duration, a number of requests, or both", () => {
  expect(planLine([closed(100, null)], plain)).toEndWith(
    "100 requests; the time depends on the server.",
  );
  expect(planLine([closed(null, 90_000), closed(null, 90_000)], plain)).toBe(
    "Planned: 2 levels; sending takes 3 min, plus the last answers of each level.",
  );
  expect(planLine([closed(100, 90_000)], plain)).toContain("at most 1 min 30 s");
});
