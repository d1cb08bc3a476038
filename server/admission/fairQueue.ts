/** What a request asks of the server. */
export interface Work {
  /** Whose it is: one for each API key. */
  readonly key: string;
  /** Whether somebody listens while it is made. */
  readonly live: boolean;
  /** Estimated seconds of its audio. */
  readonly audioS: number;
}

/** The order in which waiting work is served. */
export interface FairQueue<W extends Work> {
  readonly size: number;
  sizeOf(key: string): number;
  push(work: W): void;
  /** Takes the first in fair order out, among those that pass `mayServe`; null when there is none, or it does not fit. */
  take(mayServe: (work: W) => boolean, fits?: (work: W) => boolean): W | null;
  /** Forgets one that will not wait longer; false when it does not wait. */
  remove(work: W): boolean;
  /** Forgets what each key has had: to be called when nothing waits and nothing is served. */
  forget(): void;
  /** Estimated seconds of audio that are served before `work`, which waits or would be the newest. */
  aheadS(work: W): number;
}

/** Live and no longer than a first utterance can be: a turn of a conversation. */
const SHORT_S = 6;
/** A key's short live requests get so many seconds of audio for each one of its other requests. */
const SHORT_WEIGHT = 4;

/** One lane of a key, first in first out. */
interface Lane<W> {
  readonly waiting: W[];
  readonly weight: number;
  /** Virtual time at which its next one starts, seconds of audio per weight. */
  startS: number;
}

interface Flow<W> {
  readonly short: Lane<W>;
  readonly other: Lane<W>;
  startS: number;
  /** Virtual time of its lanes. */
  laneS: number;
}

interface Next<W> {
  readonly flow: Flow<W>;
  readonly lane: Lane<W>;
}

/**
 * Start-time fair queueing (Goyal, Vin and Cheng, 1996) over keys, counted in seconds of audio: a key that waits with
 * a hundred requests and a key that waits with one are served in turn. Inside a key the same rule stands between two
 * lanes: short live requests go before the others, four seconds of theirs for each other second, so that neither lane
 * ever stands still. Keys are few: those of the configuration.
 */
export function createFairQueue<W extends Work>(): FairQueue<W> {
  const flows = new Map<string, Flow<W>>();
  let nowS = 0;
  let size = 0;

  function flowOf(key: string): Flow<W> {
    const known = flows.get(key);
    if (known !== undefined) return known;
    const flow = { short: lane<W>(SHORT_WEIGHT), other: lane<W>(1), startS: nowS, laneS: 0 };
    flows.set(key, flow);
    return flow;
  }
  function laneOf(work: W): Lane<W> {
    const flow = flowOf(work.key);
    return isShort(work) ? flow.short : flow.other;
  }
  function next(mayServe: (work: W) => boolean): Next<W> | null {
    let best: Next<W> | null = null;
    for (const flow of flows.values()) {
      const lane = first(flow, mayServe);
      if (lane === null) continue;
      if (best === null || flow.startS < best.flow.startS) best = { flow, lane };
    }
    return best;
  }

  return {
    get size() {
      return size;
    },
    sizeOf: (key) => waits(flows.get(key)),
    push(work) {
      const flow = flowOf(work.key);
      const lane = laneOf(work);
      if (waits(flow) === 0) flow.startS = Math.max(flow.startS, nowS);
      if (lane.waiting.length === 0) lane.startS = Math.max(lane.startS, flow.laneS);
      lane.waiting.push(work);
      size += 1;
    },
    take(mayServe, fits = () => true) {
      const found = next(mayServe);
      const work = found?.lane.waiting[0];
      if (found === null || work === undefined || !fits(work)) return null;
      const { flow, lane } = found;
      lane.waiting.shift();
      nowS = flow.startS;
      flow.startS += work.audioS;
      flow.laneS = lane.startS;
      lane.startS += work.audioS / lane.weight;
      size -= 1;
      return work;
    },
    remove(work) {
      const { waiting } = laneOf(work);
      const place = waiting.indexOf(work);
      if (place >= 0) {
        waiting.splice(place, 1);
        size -= 1;
      }
      return place >= 0;
    },
    forget() {
      flows.clear();
      nowS = 0;
    },
    aheadS(work) {
      const mine = flowOf(work.key);
      const lane = laneOf(work);
      const other = lane === mine.short ? mine.other : mine.short;
      const place = lane.waiting.indexOf(work);
      const ownS = totalS(place < 0 ? lane.waiting : lane.waiting.slice(0, place));
      const laneS = ownS + Math.min(totalS(other.waiting), (ownS * other.weight) / lane.weight);
      let aheadS = laneS;
      for (const flow of flows.values()) {
        if (flow === mine) continue;
        aheadS += Math.min(laneS, totalS(flow.short.waiting) + totalS(flow.other.waiting));
      }
      return aheadS;
    },
  };
}

function lane<W>(weight: number): Lane<W> {
  return { waiting: [], weight, startS: 0 };
}

function isShort({ live, audioS }: Work): boolean {
  return live && audioS <= SHORT_S;
}

function waits(flow: Flow<unknown> | undefined): number {
  return flow === undefined ? 0 : flow.short.waiting.length + flow.other.waiting.length;
}

/** The lane of a flow whose turn it is, among those whose first may be served. */
function first<W>({ short, other }: Flow<W>, mayServe: (work: W) => boolean): Lane<W> | null {
  const [may, mayOther] = [short, other].map(
    ({ waiting: [head] }) => head !== undefined && mayServe(head),
  );
  if (!may) return mayOther ? other : null;
  return !mayOther || short.startS <= other.startS ? short : other;
}

function totalS(works: readonly Work[]): number {
  return works.reduce((sum, { audioS }) => sum + audioS, 0);
}
