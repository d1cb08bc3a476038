import { arrivals } from "./arrivals.ts";
import type { LevelPlan } from "./plan.ts";

interface Rate {
  readonly label: string;
  readonly qps: number;
  /** What its arrivals are drawn from. */
  readonly seed: number | string;
}

/** What the levels of a sweep or a search have in common. */
interface Offered {
  readonly numberOfSamples: number;
  readonly burstiness: number;
  readonly maxInFlight?: number | undefined;
  readonly voiceIds: readonly string[];
  readonly seed: number;
}

/** An open-loop level that offers one rate. */
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
