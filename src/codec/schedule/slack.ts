import { runMs } from "./cost.ts";
import type { Snapshot, WaitingStream } from "./cuts.ts";

/** Time that a run may take, milliseconds. */
export interface Slack {
  /**
   * The run after which every other live stream can meet its deadline with a small window. Negative if a stream is
   * late in any case.
   */
  readonly urgentMs: number;
  /** The run after which every other live stream can still have a full window in time, so that none has to shrink. */
  readonly ampleMs: number;
}

/**
 * New tokens that every other live stream is assumed to need by its deadline. The number was tuned in the simulation.
 */
const SMALL_HOP = 16;
/**
 * Lateness from which a device counts as overloaded. In the simulation, 100 to 300 ms serve all loads alike. From
 * 500 ms on, twice as many of 11 listeners stall.
 */
const OVERLOAD_MS = 200;

/** Returns the slack of a run of `leader`. A leader whose live client is playing must meet its own deadline too. */
export function slackOf(leader: WaitingStream, snapshot: Snapshot): Slack {
  const { nowMs, waiting } = snapshot;
  const others = waiting.filter((other) => other !== leader && other.kind === "live");
  const ownMs = leader.playing && leader.kind === "live" ? leader.deadlineMs - nowMs : Infinity;
  const until = (hopOf: (stream: WaitingStream) => number): number =>
    Math.min(ownMs, spareMs(others, hopOf, snapshot));
  return { urgentMs: until(() => SMALL_HOP), ampleMs: until(({ shape }) => shape.hop) };
}

/**
 * Returns true if the clients that play are so late that small windows for all of them would not help. Then the
 * device is saturated, and only windows with less context reduce the underruns.
 */
export function isOverloaded(snapshot: Snapshot): boolean {
  const playing = snapshot.waiting.filter(({ kind, playing }) => kind === "live" && playing);
  return spareMs(playing, () => SMALL_HOP, snapshot) < -OVERLOAD_MS;
}

/**
 * Returns how long the device can do other work if it then serves `streams` in the order of their deadlines, with one
 * window each. The result is negative if one of them misses its deadline in any case.
 */
function spareMs(
  streams: readonly WaitingStream[],
  hopOf: (stream: WaitingStream) => number,
  { nowMs, device }: Snapshot,
): number {
  let neededMs = 0;
  let spare = Infinity;
  for (const stream of streams.toSorted((a, b) => a.deadlineMs - b.deadlineMs)) {
    const { leftContext, lookahead } = stream.shape;
    neededMs += runMs(device.cost, 1, leftContext + hopOf(stream) + lookahead) / device.lanes;
    spare = Math.min(spare, stream.deadlineMs - nowMs - neededMs);
  }
  return spare;
}
