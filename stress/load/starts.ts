import type { LevelPlan } from "./plan.ts";
import { plannedSpanMs } from "./part.ts";

/**
 * Adds the start of each level to `plans` if all shards start the first level at `startAt` (milliseconds since 1970).
 * Each later level starts `drain` ms after the last planned instant of the previous level, since shards cannot tell
 * each other that they are done. Throws Error if a level before the last has no planned end.
 */
export function plannedStarts(
  plans: readonly LevelPlan[],
  { startAt, drain }: { readonly startAt?: number | undefined; readonly drain: number },
): readonly LevelPlan[] {
  if (startAt === undefined) return plans;
  let startMs = startAt;
  return plans.map((plan, index) => {
    const timed = { ...plan, startMs };
    const spanMs = plannedSpanMs(plan.load);
    if (spanMs === null && index + 1 < plans.length)
      throw new Error(
        `--start-at: level ${plan.label} has no planned end; give --duration, or run one level at a time`,
      );
    startMs += (spanMs ?? 0) + drain;
    return timed;
  });
}
