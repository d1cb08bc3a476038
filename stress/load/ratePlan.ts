import { arrivals } from "./arrivals.ts";
import type { LevelPlan } from "./plan.ts";
import type { SweepOptions } from "../options/options.ts";

interface Rate {
  readonly label: string;
  readonly qps: number;
  /** What its arrivals are drawn from. */
  readonly seed: number | string;
}

type Offered = Pick<
  SweepOptions,
  "numberOfSamples" | "burstiness" | "seed" | "voiceIds" | "maxInFlight"
>;

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
