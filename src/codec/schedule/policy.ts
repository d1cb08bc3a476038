import { runMs } from "./cost.ts";
import { AHEAD_MS, cutOfLength, fileCut, firstHop, liveCut, minFirstHop } from "./cuts.ts";
import type { DeviceState, Snapshot, WaitingStream } from "./cuts.ts";
import { type Cut, cutLength } from "./windows.ts";

/** The next run, or the time of the next decision. */
interface Decision<Stream extends WaitingStream> {
  /** Windows of equal length for one run. Empty if no run starts now. */
  readonly batch: readonly Candidate<Stream>[];
  /**
   * Time at which a waiting stream's lead will be short enough to decide again, if no event comes earlier. If null,
   * only an event leads to the next decision.
   */
  readonly wakeMs: number | null;
}

/** A stream and its next window. */
interface Candidate<Stream extends WaitingStream = WaitingStream> {
  readonly stream: Stream;
  readonly cut: Cut;
}

/** A file that has waited this long since its arrival and since the last file's window precedes all live streams. */
const FILE_EVERY_MS = 2000;
/**
 * New tokens that every other live stream is assumed to need by its deadline. The number was tuned in the simulation.
 */
const SMALL_HOP = 16;
/** Minimum new tokens of a shortened window, because a smaller window is mostly context. */
const MIN_SHORTENED_HOP = 24;

/**
 * Decides the next run, as a pure function. The stream with the earliest deadline leads with a window of the tokens
 * that have arrived. Other streams join with windows of the same length while the run stays within its budget and
 * runs of their own would cost more. `waiting` holds the streams that want audio and have no run in flight.
 *
 * @example
 * const { batch, wakeMs } = pick(performance.now(), waiting, device);
 */
export function pick<Stream extends WaitingStream>(
  nowMs: number,
  waiting: readonly Stream[],
  device: DeviceState,
): Decision<Stream> {
  const snapshot: Snapshot<Stream> = { nowMs, waiting, device };
  const ready: Candidate<Stream>[] = [];
  let wakeMs: number | null = null;
  for (const stream of waiting) {
    const next = nextCut(stream, snapshot);
    if (next === null) continue;
    if (typeof next === "number") wakeMs = Math.min(wakeMs ?? next, next);
    else ready.push({ stream, cut: next });
  }
  const order = ready.sort((a, b) => rank(a.stream, snapshot) - rank(b.stream, snapshot));
  const first = order[0];
  if (first === undefined) return { batch: [], wakeMs };
  const slackMs = slackOf(first.stream, snapshot);
  const leader = shortened(first, slackMs, device);
  return { batch: batchOf([leader, ...order.slice(1)], slackMs, device), wakeMs: null };
}

/** Returns the stream's next window, the time to decide again, or null if more tokens must arrive first. */
function nextCut(stream: WaitingStream, snapshot: Snapshot): Cut | number | null {
  const { nowMs, device } = snapshot;
  if (stream.arrived === stream.position) return null;
  if (stream.kind === "file") return fileCut(stream, device);
  const maxHop = stream.playing ? stream.shape.hop : firstHop(stream, snapshot);
  const cut = liveCut(stream, maxHop, device);
  if (cut === null) return null;
  const isLast = stream.complete && cut.hop === stream.arrived - stream.position;
  if (cut.hop >= maxHop || isLast) return cut;
  // The window is not full. The stream waits for more tokens while its client has audio left.
  const isShort = cut.hop < minFirstHop(stream.shape);
  if (!stream.playing && isShort) return null;
  const waitsForTokens = stream.playing && !isShort;
  const leadMs = waitsForTokens ? AHEAD_MS : runMs(device.cost, 1, cutLength(cut)) * 2;
  const startMs = stream.deadlineMs - leadMs;
  return startMs > nowMs ? startMs : cut;
}

/**
 * Returns the sort key of a stream, lowest first. Overdue files come first, then live streams that may underrun soon,
 * then all others. Each group is sorted by deadline.
 */
function rank(stream: WaitingStream, { nowMs, device }: Snapshot): number {
  const URGENT = -1e15; // below every deadline
  const overdue = Math.max(device.lastFileMs, stream.sinceMs) + FILE_EVERY_MS <= nowMs;
  if (stream.kind === "file") return overdue ? 2 * URGENT + stream.deadlineMs : stream.deadlineMs;
  return stream.deadlineMs - nowMs < AHEAD_MS ? URGENT + stream.deadlineMs : stream.deadlineMs;
}

/**
 * Returns the duration of the longest run, milliseconds, after which every other live stream can meet its deadline.
 * These streams are assumed to be served by deadline with a small window each. The result is negative if a stream is
 * late in any case. A leader whose live client is playing must meet its own deadline too.
 */
function slackOf(leader: WaitingStream, { nowMs, waiting, device }: Snapshot): number {
  const others = waiting
    .filter((other) => other !== leader && other.kind === "live")
    .toSorted((a, b) => a.deadlineMs - b.deadlineMs);
  let neededMs = 0;
  let slackMs = leader.playing && leader.kind === "live" ? leader.deadlineMs - nowMs : Infinity;
  for (const { shape, deadlineMs } of others) {
    const length = shape.leftContext + SMALL_HOP + shape.lookahead;
    neededMs += runMs(device.cost, 1, length) / device.lanes;
    slackMs = Math.min(slackMs, deadlineMs - nowMs - neededMs);
  }
  return slackMs;
}

/** Returns the leader's window, with fewer new tokens if that saves another stream from an underrun. */
function shortened<Stream extends WaitingStream>(
  leader: Candidate<Stream>,
  slackMs: number,
  device: DeviceState,
): Candidate<Stream> {
  const { stream, cut } = leader;
  if (stream.kind === "file" || !stream.playing || slackMs < 0) return leader;
  const tokens = Math.floor((slackMs - device.cost.fixedMs) / device.cost.perTokenMs);
  const context = stream.shape.leftContext + stream.shape.lookahead;
  const maxHop = Math.max(MIN_SHORTENED_HOP, tokens - context);
  if (maxHop >= cut.hop) return leader;
  return { stream, cut: liveCut(stream, maxHop, device) ?? cut };
}

/**
 * Returns the leader and the later candidates that can join its run: with the same length, within the budget, and at
 * a lower cost than in a run of their own.
 */
function batchOf<Stream extends WaitingStream>(
  [leader, ...others]: readonly [Candidate<Stream>, ...Candidate<Stream>[]],
  slackMs: number,
  device: DeviceState,
): readonly Candidate<Stream>[] {
  const length = cutLength(leader.cut);
  const maxBatch = Math.min(device.maxBatch, Math.floor(device.budgetTokens / length));
  const batch = [leader];
  for (const { stream, cut } of others) {
    if (batch.length >= maxBatch) break;
    if (slackMs >= 0 && runMs(device.cost, batch.length + 1, length) > slackMs) break;
    const joining = cutLength(cut) === length ? cut : cutOfLength(stream, length);
    if (joining === null) continue;
    const joinedMs = (device.cost.perTokenMs * length) / joining.hop;
    const aloneMs = runMs(device.cost, 1, cutLength(cut)) / cut.hop;
    if (joinedMs <= aloneMs) batch.push({ stream, cut: joining });
  }
  return batch;
}
