import { type CostModel, CPU_COST } from "./cost.ts";

/** Cost of a decoder's runs on one device, and the limits of a run. */
export interface DeviceLimits {
  /** As measured at start. */
  readonly cost: CostModel;
  /** Maximum tokens (batch × length) of one run. A run can't be interrupted, so it must be short. */
  readonly budgetTokens: number;
  /** Maximum windows of one run. */
  readonly maxBatch: number;
  /**
   * Length of a file's windows, tokens: about 200 on a CPU, up to 325 on a GPU. Constant, so that equal tokens give
   * equal audio at any load.
   */
  readonly fileWindowTokens: number;
  /** Window lengths with a recorded CUDA graph, tokens, ascending; empty: no length is cheaper than another. */
  readonly recordedLengths: readonly number[];
}

/** Two CPU cores with the full-size fp32 decoder: 200 tokens are a quarter of a second. */
export const CPU_LIMITS: DeviceLimits = {
  cost: CPU_COST,
  budgetTokens: 200,
  maxBatch: 16,
  fileWindowTokens: 200,
  recordedLengths: [],
};
