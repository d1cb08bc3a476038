import type { Summary } from "./runSummary.ts";

/** Returns the summary of a valid run without levels, with `changes` applied. */
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
