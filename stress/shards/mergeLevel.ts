import { sumSeries } from "../load/part.ts";
import { longestWaitMs } from "../load/coreWait.ts";
import { createGapList } from "../figures/gaps.ts";
import { toOutcome, type Outcome } from "../figures/outcome.ts";
import type { RequestRecord } from "../records/record.ts";
import type { ShardRun } from "./shards.ts";
import type { LevelRun, LevelSummary } from "../figures/summary.ts";

/** Maximum difference between the starts of a level; beyond it, the shards did not send one schedule. */
const MAX_SKEW_MS = 20;

/** Pools one level of several shards. */
export interface LevelMerge {
  /** Adds a record of `shard`. Throws Error for a second record of the same request. */
  add(record: RequestRecord, shard: ShardRun): void;
  /** Returns the pooled level as one run. */
  run(streamed: boolean): LevelRun;
}

/**
 * Creates the merge of the level `label` of `shards`.
 *
 * @example
 * const merge = createLevelMerge("1.0", shards);
 * merge.add(record, shards[0]);
 * merge.run(true).outcomes;
 */
export function createLevelMerge(label: string, shards: readonly ShardRun[]): LevelMerge {
  const outcomes: Outcome[] = [];
  const gaps = createGapList();
  /** Maps each seq to the shard that sent the request. */
  const owners = new Map<number, ShardRun>();
  const parts = shards.flatMap((shard) => partOf(label, shard));
  return {
    add(record, shard) {
      const owner = owners.get(record.seq);
      if (owner !== undefined)
        throw new Error(
          `level ${label}: request seq ${record.seq} is recorded twice, in ${owner.folder} and in ${shard.folder}`,
        );
      owners.set(record.seq, shard);
      outcomes.push(toOutcome(record));
      if (record.error === null) gaps.add(record.chunks);
    },
    run(streamed) {
      const [first] = parts;
      const sum = (of: (part: ShardLevel) => number) =>
        parts.reduce((total, part) => total + of(part), 0);
      const targetQps = first?.level.targetQps ?? null;
      return {
        label,
        targetQps,
        concurrency: first?.level.concurrency ?? null,
        gapScale: first?.level.gapScale ?? null,
        openLoop: targetQps !== null,
        streamed,
        outcomes,
        gapsMs: gaps.all(),
        startMs: Math.min(...parts.map(({ startMs }) => startMs)),
        inFlight: sumSeries(parts.map(({ inFlight }) => inFlight)),
        connections: sum(({ level }) => level.connections),
        generatorCpu: sum(({ level }) => level.generatorCpu),
        coreWaitMs: longestWaitMs(parts.map(({ level }) => level.coreWaitMs)),
        faults: [...skewFaults(parts), ...lostFaults(parts, owners), ...ownFaults(parts)],
      };
    },
  };
}

/** One level of one shard. */
interface ShardLevel {
  readonly name: string;
  readonly level: LevelSummary;
  readonly startMs: number;
  readonly planned: number | null;
  readonly inFlight: readonly number[];
  readonly faults: readonly string[];
}

function partOf(label: string, { shard, summary }: ShardRun): ShardLevel[] {
  const level = summary.levels.find((each) => each.label === label);
  const counted = shard.levels.find((each) => each.label === label);
  if (level === undefined || counted === undefined) return [];
  return [{ ...counted, level, name: `shard ${shard.index}/${shard.count}` }];
}

function skewFaults(parts: readonly ShardLevel[]): string[] {
  const starts = parts.map(({ startMs }) => startMs);
  const skewMs = Math.max(...starts) - Math.min(...starts);
  if (skewMs <= MAX_SKEW_MS) return [];
  return [
    `invalid: shards started up to ${Math.round(skewMs)} ms apart: start all shards with the same --start-at`,
  ];
}

function lostFaults(parts: readonly ShardLevel[], owners: ReadonlyMap<number, unknown>): string[] {
  const planned = parts[0]?.planned ?? null;
  if (planned === null || owners.size >= planned) return [];
  let firstLost = 0;
  while (owners.has(firstLost)) firstLost++;
  return [
    `invalid: ${planned - owners.size} of ${planned} requests have no record; the first is seq ${firstLost}`,
  ];
}

/**
 * Returns the faults that records do not show, such as a process that died or a clock that was changed. Lags and rates
 * are judged from the records.
 */
function ownFaults(parts: readonly ShardLevel[]): string[] {
  return parts.flatMap(({ name, faults }) =>
    faults.map((fault) => `invalid: ${name}: ${fault.slice("invalid: ".length)}`),
  );
}
