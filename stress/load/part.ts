import type { Load } from "./load.ts";

/** A part of a schedule that several processes share: the requests whose seq leaves the remainder `index` (from 0). */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** All of it. */
export const WHOLE: Part = { index: 0, count: 1 };

/** Part `index` of `count` of what `outer` holds. */
export function partWithin(outer: Part, { index, count }: Part): Part {
  return { index: outer.index + outer.count * index, count: outer.count * count };
}

/** How many of `total` requests (or senders) belong to `part`. */
export function shareOf(total: number, part: Part): number {
  return Math.max(0, Math.ceil((total - part.index) / part.count));
}

/** The seq of the `nth` request of `part`. */
export function seqOf(nth: number, part: Part): number {
  return part.index + nth * part.count;
}

/** What `part` sends of `load`, its requests numbered from 0. */
export function partOf(load: Load, part: Part): Load {
  if (load.kind === "closed") {
    const requests = load.requests === null ? null : shareOf(load.requests, part);
    return { ...load, concurrency: shareOf(load.concurrency, part), requests };
  }
  const offsetsMs = Float64Array.from(
    { length: shareOf(load.offsetsMs.length, part) },
    (_, nth) => load.offsetsMs[seqOf(nth, part)] ?? 0,
  );
  return { ...load, offsetsMs };
}

/** What of the command line can't be shared by the processes it asks for; null: all can. */
export function sharingFault(options: {
  readonly workers: number;
  readonly shard: Part;
  /** Senders of each level of a closed loop. */
  readonly senders?: readonly number[];
  readonly maxInFlight?: number | undefined;
}): string | null {
  const { workers, shard, senders = [], maxInFlight } = options;
  const processes = workers * shard.count;
  if (processes > 1 && maxInFlight !== undefined)
    return "--max-in-flight bounds one process: leave out --workers and --shard";
  const few = senders.find((count) => count < processes);
  if (few === undefined) return null;
  return `--concurrency ${few} can't be shared by ${processes} processes: each needs a sender`;
}

/** Requests of a whole level; null where its duration decides. */
export function plannedRequests(load: Load): number | null {
  return load.kind === "open" ? load.offsetsMs.length : load.requests;
}

/** From a level's start to its last planned instant, milliseconds; null where its number of requests decides. */
export function plannedSpan(load: Load): number | null {
  if (load.kind === "closed") return load.durationMs;
  return load.offsetsMs[load.offsetsMs.length - 1] ?? 0;
}

/** What several processes counted at the same instants, added up. */
export function addedUp(series: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const one of series) one.forEach((count, at) => (sums[at] = (sums[at] ?? 0) + count));
  return sums;
}
