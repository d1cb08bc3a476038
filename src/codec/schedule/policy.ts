import { runMs } from "./cost.ts";
import { AHEAD_MS, fileCut, firstHop, fit, leastFirst, liveCut } from "./cuts.ts";
import type { DeviceState, Waiting } from "./cuts.ts";
import { cutLength } from "./windows.ts";
import type { Cut } from "./windows.ts";

export interface Pick<Stream extends Waiting> {
  /** Windows of equal length for one run; empty when nobody should run now. */
  readonly batch: readonly { readonly stream: Stream; readonly cut: Cut }[];
  /** When to ask again though nothing happened: a waiting stream's lead has shrunk by then. */
  readonly wakeMs: number | null;
}

/** Files get at least one turn in this time, however busy the live streams are. */
const FILE_TURN_MS = 2000;
/** The window that every other live stream is supposed to need by its deadline; tuned in the simulation. */
const SMALL_HOP = 16;
/** A window that makes way for others keeps so many new tokens: a smaller one is mostly context. */
const SHORTEST_HOP = 24;

/** Whom to serve next, and how long its window is; `wakeMs` when it is better served later. */
interface Turn<Stream extends Waiting> {
  readonly stream: Stream;
  readonly cut: Cut;
}

/**
 * Who runs next. Pure: the clock and all that is known come in. The stream with the earliest deadline leads, its
 * window holds what has arrived, and others join it with windows of the same length while the run stays within
 * its budget and they lose nothing by it. `waiting` holds the streams that want audio and have no run under way.
 */
export function pick<Stream extends Waiting>(
  nowMs: number,
  waiting: readonly Stream[],
  device: DeviceState,
): Pick<Stream> {
  const ready: Turn<Stream>[] = [];
  let wakeMs: number | null = null;
  for (const stream of waiting) {
    const next = nextTurn(nowMs, stream, waiting, device);
    if (next === null) continue;
    if (typeof next === "number") wakeMs = Math.min(wakeMs ?? next, next);
    else ready.push({ stream, cut: next });
  }
  const order = ready.sort((a, b) => rank(nowMs, a, device) - rank(nowMs, b, device));
  const leader = order[0];
  if (leader === undefined) return { batch: [], wakeMs };
  const roomMs = slackMs(nowMs, leader.stream, waiting, device);
  const shorter = shortened(leader, roomMs, device);
  return { batch: joined(shorter, order.slice(1), roomMs, device), wakeMs: null };
}

/**
 * How long a run may take before some other live stream must miss its deadline: all are served by deadline, each
 * with a small window. Negative when one is late whatever is done.
 */
function slackMs(
  nowMs: number,
  leader: Waiting,
  waiting: readonly Waiting[],
  device: DeviceState,
): number {
  const others = waiting
    .filter((other) => other !== leader && other.kind === "live")
    .sort((a, b) => a.deadlineMs - b.deadlineMs);
  let neededMs = 0;
  let roomMs = leader.playing && leader.kind === "live" ? leader.deadlineMs - nowMs : Infinity;
  for (const { shape, deadlineMs } of others) {
    neededMs += runMs(device.cost, 1, shape.left + SMALL_HOP + shape.lookahead) / device.lanes;
    roomMs = Math.min(roomMs, deadlineMs - nowMs - neededMs);
  }
  return roomMs;
}

/** The leader's window with fewer new tokens, where that keeps another stream from running dry. */
function shortened<Stream extends Waiting>(
  leader: Turn<Stream>,
  roomMs: number,
  device: DeviceState,
): Turn<Stream> {
  const { stream, cut } = leader;
  if (stream.kind === "file" || !stream.playing || roomMs < 0) return leader;
  const tokens = Math.floor((roomMs - device.cost.fixedMs) / device.cost.perTokenMs);
  const most = Math.max(SHORTEST_HOP, tokens - stream.shape.left - stream.shape.lookahead);
  if (most >= cut.hop) return leader;
  return { stream, cut: liveCut(stream, most, device) ?? cut };
}

/** Smaller goes first: an overdue file, then live streams that may run dry, then all others; each by deadline. */
function rank(nowMs: number, { stream }: Turn<Waiting>, device: DeviceState): number {
  const FIRST = -1e15;
  const overdue = Math.max(device.fileTurnMs, stream.sinceMs) + FILE_TURN_MS <= nowMs;
  if (stream.kind === "file") return overdue ? 2 * FIRST + stream.deadlineMs : stream.deadlineMs;
  return stream.deadlineMs - nowMs < AHEAD_MS ? FIRST + stream.deadlineMs : stream.deadlineMs;
}

/** The stream's own next window, or when to look again, or null while only more tokens can help. */
function nextTurn(
  nowMs: number,
  stream: Waiting,
  waiting: readonly Waiting[],
  device: DeviceState,
): Cut | number | null {
  if (stream.arrived === stream.position) return null;
  if (stream.kind === "file") return fileCut(stream, device);
  const most = stream.playing ? stream.shape.hop : firstHop(nowMs, stream, waiting, device);
  const cut = liveCut(stream, most, device);
  if (cut === null) return null;
  const last = stream.complete && cut.hop === stream.arrived - stream.position;
  const full = cut.hop >= most || last;
  if (full) return cut;
  // Not full yet: it waits for tokens while its listener has audio left, and takes what is there after that.
  const few = cut.hop < leastFirst(stream.shape);
  const patienceMs = few || !stream.playing ? runMs(device.cost, 1, cutLength(cut)) * 2 : AHEAD_MS;
  const startMs = stream.deadlineMs - patienceMs;
  if (!stream.playing && few) return null;
  return startMs > nowMs ? startMs : cut;
}

/** The leader's run with all who can join it: same length, within the budget, and cheaper than a run of their own. */
function joined<Stream extends Waiting>(
  leader: Turn<Stream>,
  others: readonly Turn<Stream>[],
  roomMs: number,
  device: DeviceState,
): Turn<Stream>[] {
  const length = cutLength(leader.cut);
  const room = Math.min(device.maxBatch, Math.floor(device.budget / length));
  const batch = [leader];
  for (const { stream, cut } of others) {
    if (batch.length >= room) break;
    if (roomMs >= 0 && runMs(device.cost, batch.length + 1, length) > roomMs) break;
    const fitted = cutLength(cut) === length ? cut : fit(stream, length);
    if (fitted === null) continue;
    const togetherMs = (device.cost.perTokenMs * length) / fitted.hop;
    const aloneMs = runMs(device.cost, 1, cutLength(cut)) / cut.hop;
    if (togetherMs <= aloneMs) batch.push({ stream, cut: fitted });
  }
  return batch;
}
