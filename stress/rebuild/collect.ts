import { createGapList } from "../figures/gaps.ts";
import { type Outcome, toOutcome } from "../figures/outcome.ts";
import type { LevelRun } from "../figures/summary.ts";
import { readRecords } from "../records/savedRecords.ts";
import type { RunPlan } from "../results/savedPlan.ts";

/** A level from its records, and how many of its requests have none; null if that is unknown. */
export interface Collected {
  readonly run: LevelRun;
  readonly missing: number | null;
}

/**
 * Reads the records of `folder` and groups them by level, in the order of their first records; levels of the plan without
 * records follow. Warm-ups are skipped. Rejects if there is no record file.
 */
export async function collectLevels(folder: string, plan: RunPlan | null): Promise<Collected[]> {
  const groups = new Map<string, { outcomes: Outcome[]; gaps: ReturnType<typeof createGapList> }>();
  const groupOf = (label: string) => {
    const group = groups.get(label) ?? { outcomes: [], gaps: createGapList() };
    groups.set(label, group);
    return group;
  };
  for await (const record of readRecords(folder)) {
    if (record.level === "warmup") continue;
    const { outcomes, gaps } = groupOf(record.level);
    outcomes.push(toOutcome(record));
    if (record.error === null) gaps.add(record.chunks);
  }
  for (const { label } of plan?.levels ?? []) groupOf(label);
  return [...groups].map(([label, { outcomes, gaps }]) => {
    const planned = plan?.levels.find((level) => level.label === label);
    return {
      run: levelRun({ label, outcomes, gapsMs: gaps.all() }, planned, plan),
      missing: missingRequests(outcomes, planned),
    };
  });
}

type PlannedLevel = RunPlan["levels"][number];

function levelRun(
  collected: Pick<LevelRun, "label" | "outcomes" | "gapsMs">,
  planned: PlannedLevel | undefined,
  plan: RunPlan | null,
): LevelRun {
  // Without a plan, the label of an open loop is its rate.
  const [, rate] = /^(\d+(?:\.\d+)?)(?: #\d+)?$/.exec(collected.label) ?? [];
  const targetQps = planned?.targetQps ?? (rate === undefined ? null : Number(rate));
  return {
    ...collected,
    targetQps,
    concurrency: planned?.concurrency ?? concurrencyOf(collected.label),
    gapScale: planned?.gapScale ?? null,
    openLoop: targetQps !== null,
    streamed: isTalk(collected) || plan?.settings["stream"] === true,
    startMs: 0,
    inFlight: [],
    connections: collected.outcomes.filter(({ connectMs }) => connectMs !== null).length,
    generatorCpu: 0,
    coreWaitMs: null,
    faults: [],
  };
}

/** True for a level of conversations, which are always streamed. */
export function isTalk({ outcomes }: Pick<LevelRun, "outcomes">): boolean {
  return outcomes.some(({ talk }) => talk !== undefined);
}

/** Returns the requests in flight, or conversations, that the label of a level tells, for example 4 of c4. */
function concurrencyOf(label: string): number | null {
  const [, count] = /^c(\d+)(?: #\d+)?$/.exec(label) ?? [];
  return count === undefined ? null : Number(count);
}

/** Returns how many requests have no record. Without a plan, those with a smaller seq than a recorded one are known. */
function missingRequests(
  outcomes: readonly Outcome[],
  planned: PlannedLevel | undefined,
): number | null {
  if (planned !== undefined)
    return planned.requests === null ? null : planned.requests - outcomes.length;
  const sent = outcomes.reduce((most, { seq }) => Math.max(most, seq + 1), 0);
  return sent - outcomes.length;
}
