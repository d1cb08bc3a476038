import type { LevelPlan } from "./plan.ts";

/** Numbers the labels of equal levels, so that each stays a level of its own: c1, c2, c1 #2. */
export function distinct(plans: readonly LevelPlan[]): LevelPlan[] {
  const counts = new Map<string, number>();
  return plans.map((plan) => {
    const count = (counts.get(plan.label) ?? 0) + 1;
    counts.set(plan.label, count);
    return count === 1 ? plan : { ...plan, label: `${plan.label} #${count}` };
  });
}
