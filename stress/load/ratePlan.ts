import { arrivals } from "./arrivals.ts";
import type { LevelPlan } from "./plan.ts";

interface Rate {
  readonly label: string;
  readonly qps: number;
  /** Seed from which the arrivals are drawn. */
  readonly seed: number | string;
}

/** Options that are the same for all levels of a sweep or a search. */
interface Offered {
  readonly numberOfSamples: number;
  readonly burstiness: number;
  readonly maxInFlight?: number | undefined;
  readonly voiceIds: readonly string[];
  readonly seed: number;
}

/** Plans an open-loop level of one rate. */
export function ratePlan(
  { label, qps, seed }: Rate,
  options: Offered,
  texts: readonly string[],
): LevelPlan {
  const { numberOfSamples, burstiness, voiceIds, maxInFlight } = options;
  const { offsetsMs, gapScale } = arrivals(numberOfSamples, { qps, burstiness }, seed);
  return {
    label,
    targetQps: qps,
    concurrency: null,
    load: { kind: "open", offsetsMs, maxInFlight: maxInFlight ?? null },
    gapScale,
    draws: { texts, voices: voiceIds, seed: options.seed },
  };
}
