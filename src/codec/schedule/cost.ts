/** Predicted duration of a run: fixedMs + perTokenMs · batch · length. */
export interface CostModel {
  readonly fixedMs: number;
  readonly perTokenMs: number;
}

/** The full-size fp32 decoder on two CPU cores, measured: the policy was tuned on it, and it is the default. */
export const CPU_COST: CostModel = { fixedMs: 28, perTokenMs: 1.2 };

/** Predicted milliseconds of one run of `batch` windows of `length` tokens. */
export function runMs(cost: CostModel, batch: number, length: number): number {
  return cost.fixedMs + cost.perTokenMs * batch * length;
}

/** Cost of a device that is `factor` times slower. */
export function slowed(cost: CostModel, factor: number): CostModel {
  return { fixedMs: cost.fixedMs * factor, perTokenMs: cost.perTokenMs * factor };
}
