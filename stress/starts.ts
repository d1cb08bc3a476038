import type { LevelPlan } from "./level.ts";

/**
 * `plans` with the instants at which their levels start, where the first one is shared (`startAt`, milliseconds since
 * 1970): each next level starts `drain` ms after the last planned instant of the one before, since no shard can know
 * when the others are done. Throws Error where a level has no planned end.
 */
export function plannedStarts(
  plans: readonly LevelPlan[],
  { startAt, drain }: { readonly startAt?: number | undefined; readonly drain: number },
): readonly LevelPlan[] {
  if (startAt === undefined) return plans;
  let startMs = startAt;
  return plans.map((plan, index) => {
    const timed = { ...plan, startMs };
    const spanMs = plannedSpan(plan);
    if (spanMs === null && index + 1 < plans.length)
      throw new Error(
        `--start-at: level ${plan.label} has no planned end; give --duration, or run one level at a time`,
      );
    startMs += (spanMs ?? 0) + drain;
    return timed;
  });
}

/** From a level's start to its last planned instant, milliseconds. */
function plannedSpan({ load }: LevelPlan): number | null {
  if (load.kind === "closed") return load.durationMs;
  return load.offsetsMs[load.offsetsMs.length - 1] ?? 0;
}
