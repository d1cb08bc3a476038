import { expect, test } from "bun:test";
import type { LevelPlan } from "./plan.ts";
import type { Load } from "./load.ts";
import { plannedStarts } from "./starts.ts";

const plan = (label: string, load: Load): LevelPlan => ({
  label,
  targetQps: 1,
  concurrency: null,
  load,
  draws: { texts: ["x"], voices: ["v"], seed: 1 },
});
const open = (lastMs: number): Load => ({
  kind: "open",
  offsetsMs: [0, lastMs],
  maxInFlight: null,
});
const closed = (durationMs: number | null): Load => ({
  kind: "closed",
  concurrency: 1,
  requests: durationMs === null ? 5 : null,
  durationMs,
});

test("each level starts one drain time after the last planned instant of the previous level", () => {
  const plans = [plan("a", open(4000)), plan("b", closed(2000)), plan("c", closed(null))];
  const starts = plannedStarts(plans, { startAt: 1_000_000, drain: 500 });
  expect(starts.map(({ startMs }) => startMs)).toEqual([1_000_000, 1_004_500, 1_007_000]);
});

test("without a shared start no level has a planned start", () => {
  const plans = [plan("a", open(4000)), plan("b", closed(null)), plan("c", open(1))];
  expect(plannedStarts(plans, { drain: 500 })).toEqual(plans);
});

test("a level without a planned end is refused if another level follows", () => {
  const plans = [plan("a", closed(null)), plan("b", open(1))];
  expect(() => plannedStarts(plans, { startAt: 1, drain: 1 })).toThrow(
    "level a has no planned end",
  );
});
