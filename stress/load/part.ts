import type { ConversationLoad, Load, RequestLoad } from "./load.ts";

/** The part of a schedule that one of several processes sends: the requests with `seq % count === index`. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** The part for a process that sends the whole schedule alone. */
export const ONLY_PART: Part = { index: 0, count: 1 };

/** Returns part `index` of `count` of the requests of `outer`. */
export function partWithin(outer: Part, { index, count }: Part): Part {
  return { index: outer.index + outer.count * index, count: outer.count * count };
}

/** Returns how many of `total` requests (or senders) belong to `part`. */
function shareOf(total: number, part: Part): number {
  return Math.max(0, Math.ceil((total - part.index) / part.count));
}

/** Returns the seq of the `nth` request (from 0) of `part`. */
export function seqOf(nth: number, part: Part): number {
  return part.index + nth * part.count;
}

/** Returns the load that `part` sends; its requests, or conversations, are numbered from 0. */
export function partOf(load: RequestLoad, part: Part): RequestLoad;
export function partOf(load: ConversationLoad, part: Part): ConversationLoad;
export function partOf(load: Load, part: Part): Load;
export function partOf(load: Load, part: Part): Load {
  if (load.kind === "conversations")
    return { ...load, startsMs: load.startsMs.filter((_, at) => at % part.count === part.index) };
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

/** Returns why the load cannot be divided among the processes, and which flag to change; null if it can be divided. */
export function sharingError(options: {
  readonly workers: number;
  readonly shard: Part;
  /** Senders of each level of a closed loop, or conversations. */
  readonly senders?: readonly number[];
  readonly maxInFlight?: number | undefined;
}): string | null {
  const { workers, shard, senders = [], maxInFlight } = options;
  const processes = workers * shard.count;
  if (processes > 1 && maxInFlight !== undefined)
    return "--max-in-flight limits a single process: remove --workers and --shard";
  const tooFew = senders.find((count) => count < processes);
  if (tooFew === undefined) return null;
  return `--concurrency ${tooFew} is below the number of processes (${processes}): each process needs at least one sender`;
}

/** Returns a load of `count` requests, one after another, of the kind of `load`. */
export function oneAfterAnother(load: Load, count: number): Load {
  if (load.kind === "conversations")
    return { ...load, startsMs: [0], turns: count, durationMs: null };
  return { kind: "closed", concurrency: 1, requests: count, durationMs: null };
}

/** Returns the number of requests of a load; null if only the duration limits the load. */
export function plannedRequests(load: Load): number | null {
  if (load.kind === "conversations")
    return load.durationMs === null ? load.startsMs.length * load.turns : null;
  return load.kind === "open" ? load.offsetsMs.length : load.requests;
}

/**
 * Returns how many connections a load certainly needs at once: those of all senders, or of the requests that are due at
 * the level's start.
 */
export function connectionsAtOnce(load: Load): number {
  if (load.kind === "conversations") return load.startsMs.length;
  if (load.kind === "closed") return Math.min(load.concurrency, load.requests ?? Infinity);
  const atStart = Array.from(load.offsetsMs).filter((offsetMs) => offsetMs === 0).length;
  return Math.min(atStart, load.maxInFlight ?? Infinity);
}

/**
 * Returns the milliseconds from a level's start to its last planned instant; null if only the number of requests limits
 * the load.
 */
export function plannedSpanMs(load: Load): number | null {
  if (load.kind !== "open") return load.durationMs;
  return load.offsetsMs[load.offsetsMs.length - 1] ?? 0;
}

/** Adds up the samples that several processes took at the same instants. */
export function sumSeries(series: readonly (readonly number[])[]): number[] {
  const sums: number[] = [];
  for (const one of series) one.forEach((count, at) => (sums[at] = (sums[at] ?? 0) + count));
  return sums;
}
