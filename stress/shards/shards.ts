import { existsSync } from "node:fs";
import { join } from "node:path";
import { field } from "../clients/messages.ts";
import { RECORDS_FILE } from "../records/recorder.ts";
import type { ShardSummary, Summary } from "../results/runSummary.ts";
import { readSummary } from "../results/savedSummary.ts";

/** The results of one shard. */
export interface ShardRun {
  readonly folder: string;
  readonly summary: Summary;
  readonly shard: ShardSummary;
}

/** Shards in the order of their index, at least one. */
export type Shards = readonly [ShardRun, ...ShardRun[]];

const LEAVE_OUT = "merge the other shards; the requests of this one count as missing";

/**
 * Reads the shards in `folders`; `missing` holds a warning if some are missing. Rejects if a folder is not the folder
 * of a shard, or if its schedule differs from that of the first shard.
 */
export async function readShards(
  folders: readonly string[],
): Promise<{ readonly shards: Shards; readonly missing: readonly string[] }> {
  const found: ShardRun[] = [];
  for (const folder of folders) {
    if (!existsSync(join(folder, "summary.json")) && existsSync(join(folder, RECORDS_FILE)))
      throw new Error(
        `${folder} has records but no summary.json: its run was killed, or is not over; ${LEAVE_OUT}`,
      );
    const summary = await readSummary(folder);
    if (summary.shard === undefined) throw new Error(notShard(folder, summary));
    found.push({ folder, summary, shard: summary.shard });
  }
  const [first, ...rest] = found.toSorted((a, b) => a.shard.index - b.shard.index);
  if (first === undefined) throw new Error("merge needs the folders of the shards");
  const { count } = first.shard;
  for (const { folder, summary, shard } of rest) {
    if (summary.scheduleHash !== first.summary.scheduleHash)
      throw new Error(
        `${folder} has another schedule than ${first.folder}: merge only shards of the same flags and seed`,
      );
    if (shard.count !== count)
      throw new Error(
        `${folder} is one of ${shard.count} shards, but ${first.folder} is one of ${count}`,
      );
  }
  const present = new Set(found.map(({ shard }) => shard.index));
  const absent = Array.from({ length: count }, (_, index) => index).filter((i) => !present.has(i));
  const missing =
    absent.length === 0 ? [] : [`invalid: missing shards of ${count}: ${absent.join(", ")}`];
  return { shards: [first, ...rest], missing };
}

/** Says why the run of `folder` is not a shard that can be merged. */
function notShard(folder: string, { ended, settings }: Summary): string {
  const isShard = Number(field(settings["shard"], "count")) > 1;
  return ended === "killed" && isShard
    ? `${folder} is a shard that was killed; ${LEAVE_OUT}`
    : `${folder} is not a shard: its run had no --shard i/n`;
}
