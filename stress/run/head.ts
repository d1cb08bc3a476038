import { reproducingCommand, shownSettings } from "../options/command.ts";
import type { CommonOptions } from "../options/options.ts";
import { createFilter, filterAll } from "../redact/filter.ts";
import { partOf, plannedRequests } from "../load/part.ts";
import type { LevelPlan } from "../load/plan.ts";
import { hashSchedule } from "../load/schedule.ts";
import type { Summary } from "../results/runSummary.ts";
import { type Planned, writePlan } from "../results/savedPlan.ts";
import { resultFolder, type Session } from "./session.ts";

/** A run before its first request. */
interface Prepared {
  readonly kind: Summary["kind"];
  readonly plans: readonly LevelPlan[];
  readonly options: CommonOptions;
  readonly startedAt: string;
}

/** Returns the members of the summary that are known before the first request. */
export function plannedHead(prepared: Prepared, { context }: Session): Planned {
  const { kind, plans, options, startedAt } = prepared;
  return {
    schema: 1,
    name: options.benchmarkName,
    kind,
    target: context.transport.target,
    client: options.talk?.wire ?? context.client.id,
    seed: options.seed,
    scheduleHash: hashSchedule(plans),
    startedAt,
    percentileMethod: options.percentileMethod,
    command: reproducingCommand(options.argv, options.seed),
    settings: shownSettings(options),
  };
}

/** Writes plan.json, so that a run that is killed can still be reported. Rejects if it cannot be written. */
export async function savePlan(
  head: Planned,
  { plans, options }: Prepared,
  { part }: Session,
): Promise<void> {
  const levels = plans.map(({ label, targetQps, concurrency, gapScale, load }) => {
    const requests = plannedRequests(partOf(load, part));
    return { label, targetQps, concurrency, gapScale: gapScale ?? null, requests };
  });
  const plan = filterAll({ ...head, levels }, createFilter(options.secrets));
  await writePlan(resultFolder(options), plan);
}
