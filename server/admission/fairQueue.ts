/** The data of a request that the fair queue uses. */
export interface Work {
  /** Identifies the request's API key. */
  readonly key: string;
  /** True if its audio is streamed while it is produced; false for a complete file. */
  readonly live: boolean;
  /** Estimated seconds of its audio (estimate.ts). */
  readonly audioS: number;
}

/** Queued work in the order in which it is served. */
export interface FairQueue<W extends Work> {
  readonly size: number;
  /** Number of queued works of a key. */
  sizeOf(key: string): number;
  push(work: W): void;
  /**
   * Removes and returns the first work in fair order that passes `mayStart`. Returns null if no work passes, or if the
   * first work that passes does not fit.
   */
  take(mayStart: (work: W) => boolean, fits?: (work: W) => boolean): W | null;
  /** Removes work; false if it is not queued. */
  remove(work: W): boolean;
  /** Resets the served seconds of all keys. Must be called only while no work is queued or in flight. */
  reset(): void;
  /** Estimated seconds of audio that are served before `work`, which is queued or would be queued last. */
  aheadS(work: W): number;
}

/** Longest live request that counts as short, seconds: one reply in a conversation. */
const MAX_SHORT_S = 6;
/** Seconds of short live requests that are served for each second of other requests of the same key. */
const SHORT_WEIGHT = 4;

/** One of the two queues of a key, first in first out. */
interface Lane<W> {
  readonly queue: W[];
  readonly weight: number;
  /** Virtual time at which its next work starts, seconds of audio over weight. */
  startS: number;
}

/** All queued work of one key. */
interface Flow<W> {
  readonly short: Lane<W>;
  readonly other: Lane<W>;
  /** Virtual time at which its next work starts, seconds of audio. */
  startS: number;
  /** Virtual time of its lanes, seconds of audio over weight. */
  laneNowS: number;
}

interface Next<W> {
  readonly flow: Flow<W>;
  readonly lane: Lane<W>;
}

/**
 * Creates a queue with start-time fair queueing (Goyal, Vin and Cheng, 1996) over keys, counted in seconds of audio. A
 * key with a hundred queued requests and a key with one are served alternately. The flow with the least start time S is
 * served next:
 *
 *     V ← S,   then   S ← S + a/w;   a flow that was empty starts at   S ← max(S, V)
 *
 * where
 *
 *     S  virtual start time of the flow's first work, seconds of audio
 *     V  virtual time of the queue: S of the work that was served last
 *     a  seconds of audio of that work
 *     w  weight of the flow: 1
 *
 * Because of the maximum, an idle key collects no credit. Within a key the same rule applies to two lanes. Short live
 * requests have weight SHORT_WEIGHT, 4, and other requests have weight 1, so that neither lane starves. The number of
 * keys is small because only keys in the configuration are accepted.
 */
export function createFairQueue<W extends Work>(): FairQueue<W> {
  const flows = new Map<string, Flow<W>>();
  let nowS = 0;
  let size = 0;

  function flowOf(key: string): Flow<W> {
    let flow = flows.get(key);
    if (flow !== undefined) return flow;
    flow = { short: lane<W>(SHORT_WEIGHT), other: lane<W>(1), startS: nowS, laneNowS: 0 };
    flows.set(key, flow);
    return flow;
  }
  function laneOf(work: W): Lane<W> {
    const flow = flowOf(work.key);
    return isShort(work) ? flow.short : flow.other;
  }
  function next(mayStart: (work: W) => boolean): Next<W> | null {
    let best: Next<W> | null = null;
    for (const flow of flows.values()) {
      const lane = firstLane(flow, mayStart);
      if (lane === null) continue;
      if (best === null || flow.startS < best.flow.startS) best = { flow, lane };
    }
    return best;
  }

  return {
    get size() {
      return size;
    },
    sizeOf: (key) => sizeOf(flows.get(key)),
    push(work) {
      const flow = flowOf(work.key);
      const lane = laneOf(work);
      if (sizeOf(flow) === 0) flow.startS = Math.max(flow.startS, nowS);
      if (lane.queue.length === 0) lane.startS = Math.max(lane.startS, flow.laneNowS);
      lane.queue.push(work);
      size += 1;
    },
    take(mayStart, fits = () => true) {
      const found = next(mayStart);
      const work = found?.lane.queue[0];
      if (found === null || work === undefined || !fits(work)) return null;
      const { flow, lane } = found;
      lane.queue.shift();
      nowS = flow.startS;
      flow.startS += work.audioS;
      flow.laneNowS = lane.startS;
      lane.startS += work.audioS / lane.weight;
      size -= 1;
      return work;
    },
    remove(work) {
      const { queue } = laneOf(work);
      const index = queue.indexOf(work);
      if (index < 0) return false;
      queue.splice(index, 1);
      size -= 1;
      return true;
    },
    reset() {
      flows.clear();
      nowS = 0;
    },
    aheadS(work) {
      const own = flowOf(work.key);
      const lane = laneOf(work);
      const other = lane === own.short ? own.other : own.short;
      const index = lane.queue.indexOf(work);
      const laneS = totalS(index < 0 ? lane.queue : lane.queue.slice(0, index));
      const ownS = laneS + Math.min(totalS(other.queue), (laneS * other.weight) / lane.weight);
      let aheadS = ownS;
      for (const flow of flows.values()) {
        if (flow !== own)
          aheadS += Math.min(ownS, totalS(flow.short.queue) + totalS(flow.other.queue));
      }
      return aheadS;
    },
  };
}

function lane<W>(weight: number): Lane<W> {
  return { queue: [], weight, startS: 0 };
}

function isShort({ live, audioS }: Work): boolean {
  return live && audioS <= MAX_SHORT_S;
}

function sizeOf(flow: Flow<unknown> | undefined): number {
  return flow === undefined ? 0 : flow.short.queue.length + flow.other.queue.length;
}

/** Returns the lane of a flow that is served next, among those whose first work may start; null if neither may. */
function firstLane<W>({ short, other }: Flow<W>, mayStart: (work: W) => boolean): Lane<W> | null {
  const [mayShort, mayOther] = [short, other].map(
    ({ queue: [head] }) => head !== undefined && mayStart(head),
  );
  if (!mayShort) return mayOther ? other : null;
  return !mayOther || short.startS <= other.startS ? short : other;
}

function totalS(works: readonly Work[]): number {
  return works.reduce((sum, { audioS }) => sum + audioS, 0);
}
