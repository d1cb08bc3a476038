import { type CostModel, runMs } from "./cost.ts";
import type { Listener } from "../../engine.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";
import { windowShape } from "./windows.ts";
import type { Cut, WindowShape } from "./windows.ts";

/** A stream that could take a window now, as the policy sees it. Times are milliseconds of one clock. */
export interface Waiting {
  readonly kind: "live" | "file";
  readonly shape: WindowShape;
  /** Tokens already decoded, and tokens already there (both counted from the utterance's first token). */
  readonly position: number;
  readonly arrived: number;
  /** Whether the generation has ended, so that no token will follow. */
  readonly complete: boolean;
  /** When its listener runs dry; before its first audio, arrival + target. */
  readonly deadlineMs: number;
  /** Whether its listener has heard anything of the request yet. */
  readonly playing: boolean;
  /** When the stream came. */
  readonly sinceMs: number;
  /** Seconds of its audio that are heard in a second. */
  readonly speed: number;
}

/** What the device can do, and what was done lately. */
export interface DeviceState {
  readonly cost: CostModel;
  /** Runs at once. */
  readonly lanes: number;
  /** The most tokens (batch × length) of one run: a run can't be interrupted, so it must be short. */
  readonly budget: number;
  readonly maxBatch: number;
  /** Length of a file's windows, tokens. Constant, so that equal tokens give equal audio whatever the load. */
  readonly fileWindow: number;
  /** Window lengths that are cheap on this device (captured graphs), ascending; empty when all are alike. */
  readonly lengths: readonly number[];
  /** When a file last had a turn. */
  readonly fileTurnMs: number;
}

/** The smallest first window: 0.24 s of audio, enough to outlast the second run on an idle CPU. */
export const FIRST_HOP = { least: 12, most: 32, step: 4 } as const;
/** A stream that is so far ahead of its listener waits till its window is full. */
export const AHEAD_MS = 1000;
/** A window that is shorter takes more left context where there is some: levels drift in very short windows. */
const LEAST_LENGTH = 32;

/** A first window has so many new tokens at least, unless no more will come. */
export function leastFirst(shape: WindowShape): number {
  return Math.min(FIRST_HOP.least, shape.hop);
}

/** The tokens without which nothing of an utterance is decoded for a listener who has heard nothing yet. */
export function firstTokens(listener: Listener): number {
  const { shape } = windowShape(listener, Infinity);
  return leastFirst(shape) + shape.lookahead;
}

/**
 * The first chunk must outlast the wait for the second: the turns of all who may run dry meanwhile, and its own.
 * In steps, so that first windows of one load have one length and can share a run.
 */
export function firstHop(
  nowMs: number,
  stream: Waiting,
  waiting: readonly Waiting[],
  device: DeviceState,
): number {
  const { left, lookahead, hop } = stream.shape;
  const others = waiting.filter(
    (other) => other !== stream && other.kind === "live" && other.deadlineMs < nowMs + AHEAD_MS,
  ).length;
  const turnMs = runMs(device.cost, 1, left + FIRST_HOP.most + lookahead);
  const secondTurnS = ((others / device.lanes + 1) * turnMs) / 1000;
  const tokens = TOKENS_PER_SECOND * secondTurnS * stream.speed;
  const steps = Math.ceil(tokens / FIRST_HOP.step) * FIRST_HOP.step;
  return Math.min(hop, Math.max(FIRST_HOP.least, Math.min(FIRST_HOP.most, steps)));
}

/** What has arrived, up to `most` new tokens; null when not even one has its lookahead yet. */
export function liveCut(stream: Waiting, most: number, device: DeviceState): Cut | null {
  const { position, shape } = stream;
  const remaining = stream.arrived - position;
  const ends = stream.complete && remaining <= most + shape.lookahead;
  const hop = ends ? remaining : Math.min(most, remaining - shape.lookahead);
  if (hop < 1) return null;
  return filled({ position, before: 0, hop, after: ends ? 0 : shape.lookahead }, stream, device);
}

/**
 * A file's windows lie on a grid that only its shape and its tokens decide, never the load or the pace: all have
 * the same length, and what fits one last window is one. A window is cut only once it is certain not to be the last.
 */
export function fileCut(stream: Waiting, device: DeviceState): Cut | null {
  const { position, shape } = stream;
  const before = Math.min(position, shape.left);
  const hop = Math.max(device.fileWindow - before - shape.lookahead, shape.hop);
  const remaining = stream.arrived - position;
  const ends = remaining <= hop + shape.lookahead;
  if (ends && !stream.complete) return null;
  if (ends) return filled({ position, before, hop: remaining, after: 0 }, stream, device);
  return { position, before, hop, after: shape.lookahead };
}

/** Takes the left context: what the shape asks for, and more where that reaches a length the device likes. */
function filled(cut: Cut, stream: Waiting, device: DeviceState): Cut {
  const bare = cut.hop + cut.after;
  const wanted = bare + Math.min(stream.position, stream.shape.left);
  const fitting = device.lengths.find((length) => length >= wanted);
  const length = Math.max(wanted, fitting ?? Math.min(LEAST_LENGTH, device.budget));
  return { ...cut, before: Math.min(stream.position, length - bare) };
}

/** A live stream's window of exactly `length` tokens; null when it has none. A file's grid never gives way. */
export function fit(stream: Waiting, length: number): Cut | null {
  if (stream.kind === "file") return null;
  const { position, shape } = stream;
  const remaining = stream.arrived - position;
  const left = Math.min(position, shape.left);
  const ends = stream.complete && remaining <= length - left;
  const after = ends ? 0 : shape.lookahead;
  const hop = ends ? remaining : Math.min(shape.hop, remaining - after, length - left - after);
  const before = length - hop - after;
  const least = stream.playing ? 1 : Math.min(FIRST_HOP.least, remaining);
  return hop >= least && before <= position ? { position, before, hop, after } : null;
}
