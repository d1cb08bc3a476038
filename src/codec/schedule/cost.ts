/** Predicted duration of a run: fixedMs + perTokenMs · batch · length. */
export interface CostModel {
  readonly fixedMs: number;
  readonly perTokenMs: number;
}

/**
 * Measured cost of the full-size fp32 decoder on two CPU cores. The policy was tuned with this cost, which is the
 * default.
 */
export const CPU_COST: CostModel = { fixedMs: 28, perTokenMs: 1.2 };

/** Predicts the milliseconds that one run of `batch` windows of `length` tokens takes. */
export function runMs(cost: CostModel, batch: number, length: number): number {
  return cost.fixedMs + cost.perTokenMs * batch * length;
}

/** Returns the cost of a device that is `factor` times slower. */
export function slowed(cost: CostModel, factor: number): CostModel {
  return { fixedMs: cost.fixedMs * factor, perTokenMs: cost.perTokenMs * factor };
}
