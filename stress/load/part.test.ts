import { expect, test } from "bun:test";
import type { Load } from "./load.ts";
import {
  type Part,
  partOf,
  partWithin,
  plannedRequests,
  seqOf,
  sharingError,
  ONLY_PART,
} from "./part.ts";

/** Returns [seq, instant] of every request that `parts` send. */
function sent(load: Load, parts: readonly Part[]): [number, number][] {
  return parts
    .flatMap((part) => {
      const own = partOf(load, part);
      return Array.from({ length: plannedRequests(own) ?? 0 }, (_, nth): [number, number] => [
        seqOf(nth, part),
        own.kind === "open" ? (own.offsetsMs[nth] ?? NaN) : 0,
      ]);
    })
    .toSorted(([a], [b]) => a - b);
}

test("shards and their workers send each request once, at its own instant", () => {
  const offsetsMs = Array.from({ length: 17 }, (_, seq) => seq * seq);
  const load: Load = { kind: "open", offsetsMs, maxInFlight: null };
  const all = offsetsMs.map((ms, seq): [number, number] => [seq, ms]);
  const shards = [0, 1, 2].map((index) => ({ index, count: 3 }));
  expect(sent(load, shards)).toEqual(all);
  const workers = shards.flatMap((shard) =>
    [0, 1].map((index) => partWithin(shard, { index, count: 2 })),
  );
  expect(sent(load, workers)).toEqual(all);
  expect(workers.every(({ index }, at) => index % 3 === Math.floor(at / 2))).toBe(true);
});

test("the parts of a closed loop together have all its senders and send each request once", () => {
  const load: Load = { kind: "closed", concurrency: 7, requests: 20, durationMs: null };
  const parts = [0, 1, 2].map((index) => ({ index, count: 3 }));
  const loads = parts.map((part) => partOf(load, part));
  expect(loads.map((own) => (own.kind === "closed" ? own.concurrency : 0))).toEqual([3, 2, 2]);
  expect(sent(load, parts).map(([seq]) => seq)).toEqual(
    Array.from({ length: 20 }, (_, seq) => seq),
  );
});

test("sharingError() names the flag that does not allow several processes", () => {
  expect(sharingError({ workers: 1, shard: ONLY_PART, maxInFlight: 3, senders: [1] })).toBeNull();
  expect(sharingError({ workers: 2, shard: ONLY_PART, maxInFlight: 3 })).toContain(
    "--max-in-flight",
  );
  expect(sharingError({ workers: 2, shard: { index: 0, count: 2 }, senders: [8, 3] })).toContain(
    "--concurrency 3 is below the number of processes (4)",
  );
});
