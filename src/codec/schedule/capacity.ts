import { TOKENS_PER_SECOND } from "../codes.ts";
import { runMs } from "./cost.ts";
import type { DeviceLimits } from "./deviceLimits.ts";
import { type WindowShape, windowTokens } from "./windows.ts";

/** Maximum utilisation of the device. Above it, queues grow faster than any policy can order them. */
const UTILISATION = 0.8;

/**
 * Returns the number of live listeners that a device with `lanes` runs in flight serves without stalls. The number is
 * 0.8 × the decode rate (seconds of audio per second) × the fraction of new tokens in a full window, rounded down. A
 * device that is slower than real time has a capacity of 0.
 *
 * @example
 * liveCapacity(CPU_LIMITS, 1, windowShape(listener, CPU_LIMITS.budgetTokens).shape); // 9 with 1.5 s hops
 */
export function liveCapacity(limits: DeviceLimits, lanes: number, shape: WindowShape): number {
  const length = windowTokens(shape);
  const fitting = Math.floor(limits.budgetTokens / length);
  const batch = Math.max(1, Math.min(limits.maxBatch, fitting));
  const audioS = (batch * shape.hop) / TOKENS_PER_SECOND;
  return Math.floor((UTILISATION * lanes * audioS * 1000) / runMs(limits.cost, batch, length));
}
