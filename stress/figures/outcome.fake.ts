import { recordOf } from "../records/record.fake.ts";
import type { RequestRecord } from "../records/record.ts";
import { type Outcome, toOutcome } from "./outcome.ts";
import type { LevelRun } from "./summary.ts";

/** Returns the outcome of a request with these fields. */
export function outcomeOf(fields: Partial<RequestRecord> = {}): Outcome {
  return toOutcome(recordOf(fields));
}

/** Returns an open-loop level at 10/s with `outcomes`. */
export function runOf(outcomes: readonly Outcome[], changes: Partial<LevelRun> = {}): LevelRun {
  return {
    label: "10.0",
    targetQps: 10,
    concurrency: null,
    gapScale: null,
    openLoop: true,
    streamed: false,
    outcomes,
    gapsMs: new Float64Array(0),
    startMs: 0,
    inFlight: [],
    connections: 1,
    generatorCpu: 0,
    coreWaitMs: null,
    faults: [],
    ...changes,
  };
}
