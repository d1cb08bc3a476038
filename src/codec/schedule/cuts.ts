import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";
import { runMs } from "./cost.ts";
import type { DeviceLimits } from "./deviceLimits.ts";
import { windowShape } from "./windows.ts";
import type { Cut, WindowShape } from "./windows.ts";

/** The policy's view of a stream that can get a run. Times are milliseconds of one clock. */
export interface WaitingStream {
  readonly kind: "live" | "file";
  readonly shape: WindowShape;
  /**
   * `position` counts the tokens decoded, `arrived` the tokens received. Both include the codes before the utterance that
   * are its left context.
   */
  readonly position: number;
  readonly arrived: number;
  /** True once the generation has ended, so that no token follows. */
  readonly complete: boolean;
  /** Time at which the client's buffer underruns. Before the client's first audio, the stream's arrival + target. */
  readonly deadlineMs: number;
  /** True once the client has been sent audio of the request. */
  readonly playing: boolean;
  /** Time at which the stream was opened. */
  readonly sinceMs: number;
  /** Playback rate; 1 = real time. */
  readonly speed: number;
}

/** The device's limits and its recent history. */
export interface DeviceState extends DeviceLimits {
  /** Maximum runs in flight at once. */
  readonly lanes: number;
  /** Time at which a file's window was last started. */
  readonly lastFileMs: number;
}

/** Everything that a decision of the policy depends on. */
export interface Snapshot<Stream extends WaitingStream = WaitingStream> {
  readonly nowMs: number;
  /** The streams that want audio and have no run in flight. */
  readonly waiting: readonly Stream[];
  readonly device: DeviceState;
}

/** New tokens of a first window. 12 tokens are 0.24 s of audio, which outlasts the second run on an idle CPU. */
const FIRST_HOP = { min: 12, max: 32, step: 4 } as const;
/** A live stream whose client has more than this time until its underrun waits for a full window. */
export const AHEAD_MS = 1000;
/**
 * Minimum tokens of a window, because levels drift in very short windows. A shorter window gets more left context
 * where the stream has some.
 */
const MIN_LENGTH = 32;

/** Returns the minimum new tokens of a first window. Only a generation that ends earlier has fewer. */
export function minFirstHop(shape: WindowShape): number {
  return Math.min(FIRST_HOP.min, shape.hop);
}

/**
 * Returns the tokens that must arrive before the first window of an utterance is decoded, if the listener has no
 * audio yet.
 */
export function firstTokens(listener: Listener): number {
  const { shape } = windowShape(listener, Infinity);
  return minFirstHop(shape) + shape.lookahead;
}

/**
 * Returns the maximum new tokens of a stream's first window. The window's audio must outlast the wait for the second
 * window, which consists of the runs of all streams that may underrun meanwhile and of the second window's own run.
 * The result is rounded up to a step, so that first windows at the same load have the same length and can share a
 * run.
 */
export function firstHop(stream: WaitingStream, { nowMs, waiting, device }: Snapshot): number {
  const { leftContext, lookahead, hop } = stream.shape;
  const urgent = waiting.filter(
    (other) => other !== stream && other.kind === "live" && other.deadlineMs < nowMs + AHEAD_MS,
  ).length;
  const oneRunMs = runMs(device.cost, 1, leftContext + FIRST_HOP.max + lookahead);
  const secondRunS = ((urgent / device.lanes + 1) * oneRunMs) / 1000;
  const tokens = TOKENS_PER_SECOND * secondRunS * stream.speed;
  const stepped = Math.ceil(tokens / FIRST_HOP.step) * FIRST_HOP.step;
  return Math.min(hop, Math.max(FIRST_HOP.min, Math.min(FIRST_HOP.max, stepped)));
}

/**
 * Returns a window of the tokens that have arrived, with up to `maxHop` new tokens. Returns null if no new token has
 * its lookahead yet.
 */
export function liveCut(stream: WaitingStream, maxHop: number, device: DeviceLimits): Cut | null {
  const { position, shape } = stream;
  const remaining = stream.arrived - position;
  const ends = stream.complete && remaining <= maxHop + shape.lookahead;
  const hop = ends ? remaining : Math.min(maxHop, remaining - shape.lookahead);
  if (hop < 1) return null;
  const after = ends ? 0 : shape.lookahead;
  return withLeftContext({ position, before: 0, hop, after }, stream, device);
}

/**
 * Returns a file's next window, or null if more tokens are needed. The windows of a file depend only on its shape and
 * its tokens, never on load or pace. All windows have the same length, except the last, which holds the remainder. A
 * window is cut only once enough tokens have arrived to know whether it is the last.
 */
export function fileCut(stream: WaitingStream, device: DeviceLimits): Cut | null {
  const { position, shape } = stream;
  const before = Math.min(position, shape.leftContext);
  const hop = Math.max(device.fileWindowTokens - before - shape.lookahead, shape.hop);
  const remaining = stream.arrived - position;
  const ends = remaining <= hop + shape.lookahead;
  if (ends && !stream.complete) return null;
  if (ends) return withLeftContext({ position, before, hop: remaining, after: 0 }, stream, device);
  return { position, before, hop, after: shape.lookahead };
}

/**
 * Returns `cut` with the left context that the stream's shape requires, extended up to the next recorded length or
 * MIN_LENGTH.
 */
function withLeftContext(cut: Cut, stream: WaitingStream, device: DeviceLimits): Cut {
  const bare = cut.hop + cut.after;
  const required = bare + Math.min(stream.position, stream.shape.leftContext);
  const recorded = device.recordedLengths.find((length) => length >= required);
  const length = Math.max(required, recorded ?? Math.min(MIN_LENGTH, device.budgetTokens));
  return { ...cut, before: Math.min(stream.position, length - bare) };
}

/**
 * Returns a live stream's window of exactly `length` tokens, or null if no such window is possible. The window has at
 * most `maxHop` new tokens, or the stream's own hop if that is more. Returns null for a file, because load must not
 * change a file's windows.
 */
export function cutOfLength(stream: WaitingStream, length: number, maxHop: number): Cut | null {
  if (stream.kind === "file") return null;
  const { position, shape } = stream;
  const remaining = stream.arrived - position;
  const leftContext = Math.min(position, shape.leftContext);
  const ends = stream.complete && remaining <= length - leftContext;
  const after = ends ? 0 : shape.lookahead;
  const hop = ends
    ? remaining
    : Math.min(Math.max(shape.hop, maxHop), remaining - after, length - leftContext - after);
  const before = length - hop - after;
  const minHop = stream.playing ? 1 : Math.min(FIRST_HOP.min, remaining);
  return hop >= minHop && before <= position ? { position, before, hop, after } : null;
}
