import type { CostModel } from "../schedule/cost.ts";

/** Size and duration of a run. */
export interface CostPoint {
  /** batch · length. */
  readonly tokens: number;
  readonly ms: number;
}

/**
 * Fits a straight line to `points` with the least squared *relative* error, so that small runs weigh as much as large
 * ones. Neither term is negative. If all points have one size, the line goes through the origin.
 *
 * @example
 * fitCost([{ tokens: 10, ms: 15 }, { tokens: 20, ms: 20 }]); // { fixedMs: 10, perTokenMs: 0.5 }
 */
export function fitCost(points: readonly CostPoint[]): CostModel {
  let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
  for (const { tokens, ms } of points) {
    const weight = 1 / Math.max(ms, 1e-3) ** 2;
    w += weight;
    wx += weight * tokens;
    wxx += weight * tokens ** 2;
    wy += weight * ms;
    wxy += weight * tokens * ms;
  }
  const spread = w * wxx - wx ** 2;
  const slope = spread > 1e-9 * w * wxx ? (w * wxy - wx * wy) / spread : wxy / wxx;
  const fixedMs = (wy - slope * wx) / w;
  if (slope < 0) return { fixedMs: wy / w, perTokenMs: 0 };
  if (fixedMs < 0) return { fixedMs: 0, perTokenMs: wxy / wxx };
  return { fixedMs, perTokenMs: slope };
}
