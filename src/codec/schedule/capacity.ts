import { type CostModel, runMs } from "./cost.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";
import type { WindowShape } from "./windows.ts";

/** Above this load, queues grow faster than a policy can order them. */
const UTILISATION = 0.8;

interface Device {
  readonly cost: CostModel;
  readonly lanes: number;
  /** The most tokens (batch × length) of one run. */
  readonly budget: number;
  readonly maxBatch: number;
}

/**
 * How many live listeners a device is promised to serve without stalls: 0.8 × what it decodes, in seconds of audio
 * per second, × the useful share of a full window (new tokens ÷ decoded tokens). Rounded down; 0 on a device that
 * can't keep up with one.
 */
export function liveCapacity(
  { cost, lanes, budget, maxBatch }: Device,
  shape: WindowShape,
): number {
  const length = shape.left + shape.hop + shape.lookahead;
  const batch = Math.max(1, Math.min(maxBatch, Math.floor(budget / length)));
  const audioS = (batch * shape.hop) / TOKENS_PER_SECOND;
  return Math.floor((UTILISATION * lanes * audioS * 1000) / runMs(cost, batch, length));
}
