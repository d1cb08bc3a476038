import { runMs } from "./cost.ts";
import { AHEAD_MS, cutOfLength, fileCut, firstHop, liveCut, minFirstHop } from "./cuts.ts";
import type { DeviceState, Snapshot, WaitingStream } from "./cuts.ts";
import { type Candidate, lengthened, shortened } from "./fit.ts";
import { isOverloaded, slackOf } from "./slack.ts";
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

/** A file that has waited this long since its arrival and since the last file's window precedes all live streams. */
const FILE_EVERY_MS = 2000;
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
  const overloaded = isOverloaded(snapshot);
  const rankOf = ({ stream }: Candidate): number => rank(stream, overloaded, snapshot);
  const [first, ...others] = ready.sort((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined) return { batch: [], wakeMs };
  const slack = slackOf(first.stream, snapshot);
  const short = batchOf([shortened(first, slack, device), ...others], slack.urgentMs, device);
  const longer = lengthened(first, overloaded ? null : slack, device);
  if (longer === null) return { batch: short, wakeMs: null };
  const long = batchOf([longer, ...others], slack.urgentMs, device);
  const batch = tokenMs(long, device) < tokenMs(short, device) ? long : short;
  return { batch, wakeMs: null };
}

/** Returns the predicted cost of one new token in a run, milliseconds. */
function tokenMs(batch: readonly Candidate[], { cost }: DeviceState): number {
  const newTokens = batch.reduce((sum, { cut }) => sum + cut.hop, 0);
  return runMs(cost, batch.length, cutLength(batch[0]!.cut)) / newTokens;
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
 * then all others. Each group is sorted by deadline. On an overloaded device, first windows precede the streams that
 * are late anyway: a first window is short, and its client has waited in silence.
 */
function rank(stream: WaitingStream, overloaded: boolean, { nowMs, device }: Snapshot): number {
  const URGENT = -1e15; // below every deadline
  const { kind, deadlineMs, playing, sinceMs } = stream;
  const overdue = Math.max(device.lastFileMs, sinceMs) + FILE_EVERY_MS <= nowMs;
  if (kind === "file") return overdue ? 3 * URGENT + deadlineMs : deadlineMs;
  if (overloaded && !playing) return 2 * URGENT + deadlineMs;
  return deadlineMs - nowMs < AHEAD_MS ? URGENT + deadlineMs : deadlineMs;
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
    const joining = cutLength(cut) === length ? cut : cutOfLength(stream, length, leader.cut.hop);
    if (joining === null) continue;
    const joinedMs = (device.cost.perTokenMs * length) / joining.hop;
    const aloneMs = runMs(device.cost, 1, cutLength(cut)) / cut.hop;
    if (joinedMs <= aloneMs) batch.push({ stream, cut: joining });
  }
  return batch;
}
