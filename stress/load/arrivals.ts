import { createRandom, gamma } from "../../src/stats/random.ts";

/** The rates of a sweep. */
export interface Rates {
  readonly minQps: number;
  readonly maxQps: number;
  readonly qpsStep: number;
}

/**
 * min, min + step, … while ≤ max. Counted in the decimals that were written, so that steps of 0.1 give 0.3 and
 * not 0.30000000000000004, and the last level is not lost to rounding.
 */
export function sweepRates({ minQps, maxQps, qpsStep }: Rates): number[] {
  const scale = 10 ** Math.max(...[minQps, maxQps, qpsStep].map(decimals));
  const [min, max, step] = [minQps, maxQps, qpsStep].map((qps) => Math.round(qps * scale));
  const rates: number[] = [];
  for (let qps = min ?? 0; qps <= (max ?? 0); qps += step ?? 1) rates.push(qps / scale);
  return rates;
}

/** A rate as result.json spells it: "1.0", "0.3". */
export function rateLabel(qps: number): string {
  return Number.isInteger(qps) ? qps.toFixed(1) : String(qps);
}

/** When requests are due, and what their gaps were multiplied by. */
interface Arrivals {
  readonly offsetsMs: Float64Array;
  /** 1 where there was nothing to rescale. */
  readonly gapScale: number;
}

/**
 * When each of `count` requests is due, milliseconds from the level's start; the first at 0. Gaps are gamma of
 * shape `burstiness` (CV 1/√burstiness: 1 Poisson, below 1 bursty, above 1 even), rescaled so that the last
 * request is due at (count − 1)/rate: the level then offers exactly its rate, not its rate on average.
 */
export function arrivals(
  count: number,
  rate: { readonly qps: number; readonly burstiness: number },
  seed: number | string,
): Arrivals {
  const random = createRandom(seed, "arrivals", rate.qps);
  const offsets = new Float64Array(count);
  for (let index = 1; index < count; index++) {
    offsets[index] = (offsets[index - 1] ?? 0) + gamma(rate.burstiness, random);
  }
  const drawn = offsets.at(-1) ?? 0;
  if (drawn <= 0) return { offsetsMs: offsets, gapScale: 1 };
  const plannedMs = (1000 * (count - 1)) / rate.qps;
  // A drawn gap is `burstiness` long on average, in units of its scale.
  const expected = rate.burstiness * (count - 1);
  return {
    offsetsMs: offsets.map((offset) => (offset / drawn) * plannedMs),
    gapScale: expected / drawn,
  };
}

function decimals(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}
