import { CPU_COST } from "./cost.ts";
import type { DeviceState, Waiting } from "./cuts.ts";

/** A real-time listener's shape: 1.5 s hops with 0.2 s of context on each side. */
export const SHAPE = { hop: 75, left: 11, lookahead: 10 } as const;

/** Two CPU cores, for tests; no file waits for its turn. */
export const DEVICE: DeviceState = {
  cost: CPU_COST,
  lanes: 1,
  budget: 200,
  maxBatch: 16,
  fileWindow: 200,
  lengths: [],
  fileTurnMs: 0,
};

/** A live stream in the middle of its speech, for tests: plenty has arrived, and more will. */
export function waitingStream(more: Partial<Waiting> = {}): Waiting {
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
