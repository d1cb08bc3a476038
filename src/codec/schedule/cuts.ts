import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";
import { runMs } from "./cost.ts";
import type { DeviceLimits } from "./deviceLimits.ts";
import { windowShape } from "./windows.ts";
import type { Cut, WindowShape } from "./windows.ts";

/** A stream that may be given a run, as the policy sees it. Times are milliseconds of one clock. */
export interface WaitingStream {
  readonly kind: "live" | "file";
  readonly shape: WindowShape;
  /** Tokens decoded and tokens received, both counted from the utterance's first token. */
  readonly position: number;
  readonly arrived: number;
  /** True once the generation has ended: no token follows. */
  readonly complete: boolean;
  /** When the client's buffer underruns; before its first audio, arrival + target. */
  readonly deadlineMs: number;
  /** True once the client has been sent audio of the request. */
  readonly playing: boolean;
  /** When the stream was opened. */
  readonly sinceMs: number;
  /** Playback rate; 1 = real time. */
  readonly speed: number;
}

/** The device's limits and its recent history. */
export interface DeviceState extends DeviceLimits {
  /** Runs in flight at once. */
  readonly lanes: number;
  /** When a file's window was last started. */
  readonly lastFileMs: number;
}

/** Everything that a decision of the policy depends on. */
export interface Snapshot<Stream extends WaitingStream = WaitingStream> {
  readonly nowMs: number;
  /** The streams that want audio and have no run in flight. */
  readonly waiting: readonly Stream[];
  readonly device: DeviceState;
}

/** New tokens of a first window. 12 are 0.24 s of audio, which outlasts the second run on an idle CPU. */
const FIRST_HOP = { min: 12, max: 32, step: 4 } as const;
/** With a longer lead than this a live stream waits until its window is full. */
export const AHEAD_MS = 1000;
/** Shorter windows take more left context where the stream has some: levels drift in very short windows. */
const MIN_LENGTH = 32;

/** Minimum new tokens of a first window, unless the generation ends before. */
export function minFirstHop(shape: WindowShape): number {
  return Math.min(FIRST_HOP.min, shape.hop);
}

/** Tokens that must arrive before the first window of an utterance is decoded for a listener without audio. */
export function firstTokens(listener: Listener): number {
  const { shape } = windowShape(listener, Infinity);
  return minFirstHop(shape) + shape.lookahead;
}

/**
 * Maximum new tokens of a stream's first window. Its audio must outlast the wait for the second window: the runs of
 * all streams that may underrun meanwhile, and its own. In steps, so that first windows at one load have one length
 * and can share a run.
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

/** A window of the tokens that have arrived, up to `maxHop` new ones; null when not even one has its lookahead. */
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
 * A file's next window. Its windows lie on a grid that depends on its shape and its tokens only, never on load or
 * pace: all have one length, and a remainder that fits the last window is one window. A window is cut only once it
 * is certain not to be the last.
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

/** `cut` with the left context of its shape, and more of it up to the next recorded length or MIN_LENGTH. */
function withLeftContext(cut: Cut, stream: WaitingStream, device: DeviceLimits): Cut {
  const bare = cut.hop + cut.after;
  const required = bare + Math.min(stream.position, stream.shape.leftContext);
  const recorded = device.recordedLengths.find((length) => length >= required);
  const length = Math.max(required, recorded ?? Math.min(MIN_LENGTH, device.budgetTokens));
  return { ...cut, before: Math.min(stream.position, length - bare) };
}

/** A live stream's window of exactly `length` tokens, or null. Files have none: their grid is fixed. */
export function cutOfLength(stream: WaitingStream, length: number): Cut | null {
  if (stream.kind === "file") return null;
  const { position, shape } = stream;
  const remaining = stream.arrived - position;
  const leftContext = Math.min(position, shape.leftContext);
  const ends = stream.complete && remaining <= length - leftContext;
  const after = ends ? 0 : shape.lookahead;
  const hop = ends
    ? remaining
    : Math.min(shape.hop, remaining - after, length - leftContext - after);
  const before = length - hop - after;
  const minHop = stream.playing ? 1 : Math.min(FIRST_HOP.min, remaining);
  return hop >= minHop && before <= position ? { position, before, hop, after } : null;
}
