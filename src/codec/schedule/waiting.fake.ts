import type { DeviceState, WaitingStream } from "./cuts.ts";
import { CPU_LIMITS } from "./deviceLimits.ts";

/** Shape of a real-time listener: 1.5 s hops with 0.2 s of context on each side. */
export const SHAPE = { hop: 75, leftContext: 11, lookahead: 10 } as const;

/** A device with two CPU cores, for tests. No file is overdue before 2 s. */
export const DEVICE: DeviceState = { ...CPU_LIMITS, lanes: 1, lastFileMs: 0 };

/** Returns a live stream in the middle of its speech. 200 tokens are undecoded, and more will arrive. */
export function waitingStream(more: Partial<WaitingStream> = {}): WaitingStream {
  return {
    kind: "live",
    shape: SHAPE,
    position: 100,
    arrived: 300,
    complete: false,
    deadlineMs: 500,
    playing: true,
    sinceMs: 0,
    speed: 1,
    ...more,
  };
}
