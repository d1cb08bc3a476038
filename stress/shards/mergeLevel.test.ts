import { expect, test } from "bun:test";
import { runOf } from "../figures/outcome.fake.ts";
import { type LevelSummary, summarizeLevel } from "../figures/summary.ts";
import { recordOf } from "../records/record.fake.ts";
import { summaryOf } from "../results/runSummary.fake.ts";
import type { ShardSummary } from "../results/runSummary.ts";
import { createLevelMerge } from "./mergeLevel.ts";
import type { ShardRun } from "./shards.ts";

type Counted = ShardSummary["levels"][number];

/** Returns shard `index` of 2, with one level "10.0" of 4 planned requests. */
function shardOf(
  index: number,
  counted: Partial<Counted> = {},
  level: Partial<LevelSummary> = {},
): ShardRun {
  const levels = [
    { label: "10.0", startMs: 1000, planned: 4, inFlight: [], faults: [], ...counted },
  ];
  const shard = { index, count: 2, levels };
  const figures = { ...summarizeLevel(runOf([]), "type7"), ...level };
  return { folder: `shard${index}`, shard, summary: summaryOf({ levels: [figures], shard }) };
}

/** Merges the level of two shards that have records of the requests `seqs`. */
function merged(shards: readonly ShardRun[], seqs: readonly number[]) {
  const merge = createLevelMerge("10.0", shards);
  for (const seq of seqs) {
    const shard = shards[seq % 2];
    if (shard !== undefined) merge.add(recordOf({ seq, level: "10.0" }), shard);
  }
  return merge.run(true);
}

test("a level with all records has no fault", () => {
  const run = merged([shardOf(0), shardOf(1)], [3, 0, 2, 1]);
  expect(run.faults).toEqual([]);
  expect(run.outcomes.map(({ seq }) => seq)).toEqual([3, 0, 2, 1]);
  expect(run).toMatchObject({ label: "10.0", targetQps: 10, openLoop: true, streamed: true });
});

test.each([
  [[1, 2, 3], 0],
  [[0, 2, 3], 1],
  [[0, 1, 2], 3],
])("a single lost record causes a fault: only %j of 4 are recorded", (seqs, lost) => {
  expect(merged([shardOf(0), shardOf(1)], seqs).faults).toEqual([
    `invalid: 1 of 4 requests have no record; the first is seq ${lost}`,
  ]);
});

test("a level that is limited by its duration has no lost records", () => {
  const shards = [shardOf(0, { planned: null }), shardOf(1, { planned: null })];
  expect(merged(shards, [0]).faults).toEqual([]);
});

test("requests in flight are summed over the shards at each sample", () => {
  const shards = [shardOf(0, { inFlight: [1, 5, 2] }), shardOf(1, { inFlight: [10, 20] })];
  expect(merged(shards, [0, 1, 2, 3]).inFlight).toEqual([11, 25, 2]);
});

test("connections and CPU are summed over the shards, and the longest wait for a core is kept", () => {
  const shards = [
    shardOf(0, {}, { connections: 3, generatorCpu: 0.25, coreWaitMs: 7, concurrency: 8 }),
    shardOf(1, {}, { connections: 4, generatorCpu: 0.5, coreWaitMs: 2 }),
  ];
  expect(merged(shards, [0, 1, 2, 3])).toMatchObject({
    connections: 7,
    generatorCpu: 0.75,
    coreWaitMs: 7,
    concurrency: 8,
  });
});

test("the merged level starts when the first shard starts", () => {
  const shards = [shardOf(0, { startMs: 1020 }), shardOf(1, { startMs: 1000 })];
  expect(merged(shards, [0, 1, 2, 3])).toMatchObject({ startMs: 1000, faults: [] });
});

test("starts more than 20 ms apart cause a fault", () => {
  const shards = [shardOf(0, { startMs: 1021 }), shardOf(1, { startMs: 1000 })];
  expect(merged(shards, [0, 1, 2, 3]).faults).toEqual([
    "invalid: shards started up to 21 ms apart: start all shards with the same --start-at",
  ]);
});

test("a fault of a shard becomes a fault of the merged level", () => {
  const shards = [shardOf(0), shardOf(1, { faults: ["invalid: worker 1 of 2 died"] })];
  expect(merged(shards, [0, 1, 2, 3]).faults).toEqual(["invalid: shard 1/2: worker 1 of 2 died"]);
});

test("add() refuses a second record of a request", () => {
  const [first, second] = [shardOf(0), shardOf(1)];
  const merge = createLevelMerge("10.0", [first, second]);
  merge.add(recordOf({ seq: 0 }), first);
  expect(() => merge.add(recordOf({ seq: 0 }), second)).toThrow(
    "level 10.0: request seq 0 is recorded twice, in shard0 and in shard1",
  );
});

test("only the gaps of successful requests are merged", () => {
  const shards = [shardOf(0), shardOf(1)];
  const merge = createLevelMerge("10.0", shards);
  const chunks = [
    [10, 20],
    [35, 20],
  ] as const;
  merge.add(recordOf({ seq: 0, chunks }), shardOf(0));
  const late = [...chunks, [99, 20] as const];
  merge.add(recordOf({ seq: 1, chunks: late, error: "truncated" }), shardOf(1));
  expect([...merge.run(false).gapsMs]).toEqual([25]);
});
