import { digest, type Outcome, type RequestRecord } from "./record.ts";
import type { Summary } from "../records/results.ts";
import type { LevelRun } from "../figures/summary.ts";

/** A request of known figures for tests: whole, silent and due at 0, but for what `fields` say. */
export function recordOf(fields: Partial<RequestRecord> = {}): RequestRecord {
  return {
    schema: 1,
    seq: 0,
    level: "1.0",
    voice: "v",
    chars: 1,
    dueMs: 0,
    sentMs: 0,
    sendLagMs: 0,
    connectMs: null,
    headersMs: null,
    firstAudioMs: null,
    audibleMs: null,
    endMs: 0,
    chunks: [],
    audioS: null,
    codec: null,
    requestId: "r",
    answerId: null,
    serverTiming: null,
    status: 200,
    error: null,
    errorMessage: null,
    ...fields,
  };
}

/** The same as what stays of it. */
export function outcomeOf(fields: Partial<RequestRecord> = {}): Outcome {
  return digest(recordOf(fields));
}

/** An open-loop level of 10/s with these outcomes. */
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

/** A valid run without levels, but for what `changes` say. */
export function summaryOf(changes: Partial<Summary> = {}): Summary {
  return {
    schema: 1,
    name: "t",
    kind: "burst",
    target: "http://127.0.0.1:1",
    client: "openai",
    seed: 1,
    scheduleHash: "",
    startedAt: "",
    percentileMethod: "type7",
    command: "",
    settings: {},
    levels: [],
    valid: true,
    warnings: [],
    ...changes,
  };
}
