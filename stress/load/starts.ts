import type { LevelPlan } from "./plan.ts";
import { plannedSpan } from "./part.ts";

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
    const spanMs = plannedSpan(plan.load);
    if (spanMs === null && index + 1 < plans.length)
      throw new Error(
        `--start-at: level ${plan.label} has no planned end; give --duration, or run one level at a time`,
      );
    startMs += (spanMs ?? 0) + drain;
    return timed;
  });
}
