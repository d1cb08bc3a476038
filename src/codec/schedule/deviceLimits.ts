import { type CostModel, CPU_COST } from "./cost.ts";

/** Cost of a decoder's runs on one device, and the limits of a run. */
export interface DeviceLimits {
  /** Cost of a run, as measured at start. */
  readonly cost: CostModel;
  /**
   * Maximum tokens (batch × length) of one run. A run can't be interrupted, so it must be short. Only a window that is
   * made longer (see `fit.ts`), or a file's, exceeds this, in a run of its own.
   */
  readonly budgetTokens: number;
  /** Maximum windows of one run. */
  readonly maxBatch: number;
  /**
   * Length of a file's windows in tokens. The length is constant, so that equal tokens give equal audio at any load.
   * Longer windows save little: with 325 tokens, 6 % of the decoded tokens are context.
   */
  readonly fileWindowTokens: number;
  /**
   * Maximum new tokens of a window that is made longer than its listener's hop (see `fit.ts`). Longer windows save
   * little: with 300 new tokens, 6 % of the decoded tokens are context.
   */
  readonly maxHopTokens: number;
  /** Window lengths in tokens for which a CUDA graph is recorded, ascending. Empty if there are no graphs. */
  readonly recordedLengths: readonly number[];
}

/** Limits for the full-size fp32 decoder on two CPU cores, where a run of 200 tokens takes a quarter of a second. */
export const CPU_LIMITS: DeviceLimits = {
  cost: CPU_COST,
  budgetTokens: 200,
  maxBatch: 16,
  fileWindowTokens: 325,
  maxHopTokens: 300,
  recordedLengths: [],
};
