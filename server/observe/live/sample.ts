import type { Upstream } from "../../../src/engine.ts";

/** What an engine did in a span of time. */
export interface EngineSample {
  readonly id: string;
  /** Why the engine accepts no requests; null: it is ready. */
  readonly unready: string | null;
  readonly codecRuns: number;
  readonly codecWindows: number;
  readonly codecBusyMs: number;
  /** Failed requests to the speech LM; null: the engine has none. */
  readonly lmFailures: number | null;
  /** The speech LMs that the engine uses, and whether each answers. */
  readonly upstreams: readonly Upstream[];
}

/** The requests of one engine and one protocol that ended in a span of time. */
export interface GroupSample {
  /** "" for requests that were refused before their engine was known. */
  readonly engine: string;
  readonly face: string;
  readonly ok: number;
  readonly refused: number;
  /** With a fault of the server. */
  readonly failed: number;
  /** The client left or stopped reading. */
  readonly left: number;
  /** Times that a listener who plays in real time ran out of audio. */
  readonly stalls: number;
  /** Time to first audio: pairs of a bucket (`bucketOf`) and a count. */
  readonly firstAudio: readonly (readonly [number, number])[];
}

/** The load of the server in a span of time. Has no texts and no keys. */
export interface LoadSample {
  /** End of the span, seconds since 1970. */
  readonly atS: number;
  readonly spanS: number;
  /** Highest numbers in the span: requests whose client plays meanwhile, all requests, and those that wait. */
  readonly listeners: number;
  readonly inFlight: number;
  readonly queued: number;
  /** Listeners that the server carries. */
  readonly capacity: number;
  readonly engines: readonly EngineSample[];
  readonly groups: readonly GroupSample[];
}

/** Ratio of two bounds of buckets: percentiles are within 2.5 %, and a span has few buckets. */
const RATIO = Math.log(1.05);

/** Returns the bucket of a time, milliseconds. Times of at most 1 ms share one. */
export function bucketOf(ms: number): number {
  return Math.ceil(Math.log(Math.max(1, ms)) / RATIO);
}

/** Returns a time in the middle of a bucket, milliseconds. */
function msOf(bucket: number): number {
  return Math.exp((bucket - 0.5) * RATIO);
}

/** Returns the time at rank ⌈q·n⌉ of all groups, milliseconds; null without times. */
export function firstAudioMs(groups: readonly GroupSample[], q: number): number | null {
  const buckets = groups.flatMap(({ firstAudio }) => firstAudio).sort(([a], [b]) => a - b);
  const count = buckets.reduce((sum, [, times]) => sum + times, 0);
  let remaining = Math.ceil(q * count);
  for (const [bucket, times] of buckets) {
    remaining -= times;
    if (remaining <= 0) return msOf(bucket);
  }
  return null;
}

/** Joins consecutive samples, at least one, to one of their whole span. */
export function joinedSamples(samples: readonly LoadSample[]): LoadSample {
  const last = samples.at(-1)!;
  return {
    atS: last.atS,
    spanS: samples.reduce((sum, { spanS }) => sum + spanS, 0),
    capacity: last.capacity,
    listeners: Math.max(...samples.map(({ listeners }) => listeners)),
    inFlight: Math.max(...samples.map(({ inFlight }) => inFlight)),
    queued: Math.max(...samples.map(({ queued }) => queued)),
    engines: last.engines.map((engine) => {
      const all = samples.flatMap(({ engines }) => engines.filter(({ id }) => id === engine.id));
      return {
        ...engine,
        codecRuns: total(all.map(({ codecRuns }) => codecRuns)),
        codecWindows: total(all.map(({ codecWindows }) => codecWindows)),
        codecBusyMs: total(all.map(({ codecBusyMs }) => codecBusyMs)),
        lmFailures:
          engine.lmFailures === null ? null : total(all.map(({ lmFailures }) => lmFailures ?? 0)),
      };
    }),
    groups: joinedGroups(samples.flatMap(({ groups }) => groups)),
  };
}

/** Joins groups of the same engine and protocol. */
function joinedGroups(groups: readonly GroupSample[]): GroupSample[] {
  const same = Map.groupBy(groups, ({ engine, face }) => `${engine} ${face}`);
  return Array.from(same.values(), (all) => ({
    engine: all[0]!.engine,
    face: all[0]!.face,
    ok: total(all.map(({ ok }) => ok)),
    refused: total(all.map(({ refused }) => refused)),
    failed: total(all.map(({ failed }) => failed)),
    left: total(all.map(({ left }) => left)),
    stalls: total(all.map(({ stalls }) => stalls)),
    firstAudio: joinedBuckets(all.flatMap(({ firstAudio }) => firstAudio)),
  }));
}

function joinedBuckets(buckets: GroupSample["firstAudio"]): GroupSample["firstAudio"] {
  const counts = new Map<number, number>();
  for (const [bucket, times] of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + times);
  return [...counts];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
