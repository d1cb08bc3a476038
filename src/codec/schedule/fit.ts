import { type DeviceState, liveCut, type WaitingStream } from "./cuts.ts";
import type { Slack } from "./slack.ts";
import type { Cut } from "./windows.ts";

/** A stream and its next window. */
export interface Candidate<Stream extends WaitingStream = WaitingStream> {
  readonly stream: Stream;
  readonly cut: Cut;
}

/** Minimum new tokens of a shortened window, because a smaller window is mostly context. */
const MIN_SHORTENED_HOP = 24;

/**
 * Minimum growth of a longer window. A window that grows less saves little, and no longer shares its run with windows
 * of the usual length.
 */
const MIN_GROWTH = 2;

/**
 * Maximum duration of a longer run, milliseconds: that of 200 tokens on two CPU cores. A new stream waits for it, so a
 * faster device has longer windows.
 */
const LONG_RUN_MS = 268;

/**
 * Maximum duration of a longer run on an overloaded device, milliseconds. All other streams wait for it, so a slower
 * device has shorter windows, and no stream waits until its request times out.
 */
const MAX_RUN_MS = 1000;

/**
 * Returns the window of a run's leader, with fewer new tokens if that saves another stream from an underrun. First
 * windows and files keep their length.
 */
export function shortened<Stream extends WaitingStream>(
  leader: Candidate<Stream>,
  { urgentMs }: Slack,
  device: DeviceState,
): Candidate<Stream> {
  if (!hasLead(leader.stream) || urgentMs < 0) return leader;
  const hop = lengthIn(urgentMs, device) - contextOf(leader.stream);
  const maxHop = Math.max(MIN_SHORTENED_HOP, hop);
  return maxHop < leader.cut.hop ? withHop(leader, maxHop, device) : leader;
}

/**
 * Returns a longer window of a run's leader, or null. A long window repeats less context: 21 of 96 tokens with 75 new
 * ones, 21 of 321 with 300. It needs a time in which no other stream wants its next full window, or, if `slack` is
 * null, a device that is overloaded.
 */
export function lengthened<Stream extends WaitingStream>(
  leader: Candidate<Stream>,
  slack: Slack | null,
  device: DeviceState,
): Candidate<Stream> | null {
  if (!hasLead(leader.stream)) return null;
  const context = contextOf(leader.stream);
  const runMs = slack === null ? MAX_RUN_MS : Math.min(slack.ampleMs, LONG_RUN_MS);
  const longest = Math.min(lengthIn(runMs, device), context + device.maxHopTokens);
  // A length without a CUDA graph would cost more than the context that it saves.
  const recorded = device.recordedLengths.findLast((length) => length <= longest) ?? 0;
  const maxHop = (device.recordedLengths.length > 0 ? recorded : longest) - context;
  return maxHop >= MIN_GROWTH * leader.cut.hop ? withHop(leader, maxHop, device) : null;
}

/** Returns true for a live stream whose client has audio of the request. */
function hasLead({ kind, playing }: WaitingStream): boolean {
  return kind === "live" && playing;
}

function withHop<Stream extends WaitingStream>(
  { stream, cut }: Candidate<Stream>,
  maxHop: number,
  device: DeviceState,
): Candidate<Stream> {
  return { stream, cut: liveCut(stream, maxHop, device) ?? cut };
}

function contextOf({ shape }: WaitingStream): number {
  return shape.leftContext + shape.lookahead;
}

/** Returns the tokens of a window that is decoded in `ms`. */
function lengthIn(ms: number, { cost }: DeviceState): number {
  return Math.floor((ms - cost.fixedMs) / cost.perTokenMs);
}
