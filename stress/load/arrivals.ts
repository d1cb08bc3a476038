import { createRandom, gamma } from "../../src/stats/random.ts";

/** The rates of a sweep. */
export interface Rates {
  readonly minQps: number;
  readonly maxQps: number;
  readonly qpsStep: number;
}

/**
 * Returns the rates min, min + step, … up to max. They are computed as integer multiples of the finest decimal place,
 * so that steps of 0.1 give 0.3 (not 0.30000000000000004) and rounding does not drop the last level.
 */
export function sweepRates({ minQps, maxQps, qpsStep }: Rates): number[] {
  const scale = 10 ** Math.max(...[minQps, maxQps, qpsStep].map(decimals));
  const [min, max, step] = [minQps, maxQps, qpsStep].map((qps) => Math.round(qps * scale));
  const rates: number[] = [];
  for (let qps = min ?? 0; qps <= (max ?? 0); qps += step ?? 1) rates.push(qps / scale);
  return rates;
}

/** Formats the label of a rate as in result.json: "1.0", "0.3". */
export function rateLabel(qps: number): string {
  return Number.isInteger(qps) ? qps.toFixed(1) : String(qps);
}

/** Planned instants of the requests of a level. */
interface Arrivals {
  /** Ascending, milliseconds from the level's start. */
  readonly offsetsMs: Float64Array;
  /** Factor by which the drawn gaps were multiplied; 1 if there are no gaps. */
  readonly gapScale: number;
}

/**
 * Draws the instants of `count` requests; the first is at 0. Gaps are gamma-distributed with shape `burstiness` (CV =
 * 1/√burstiness; 1 is a Poisson process, below 1 is bursty, above 1 is even). The gaps are rescaled so that the last
 * request is due at (count − 1)/rate. Thus the level offers exactly its rate, not only on average.
 *
 * @example
 * arrivals(3, { qps: 10, burstiness: 1 }, seed).offsetsMs.at(-1); // 200
 */
export function arrivals(
  count: number,
  rate: { readonly qps: number; readonly burstiness: number },
  seed: number | string,
): Arrivals {
  const random = createRandom(seed, "arrivals", rate.qps);
  const offsetsMs = new Float64Array(count);
  for (let index = 1; index < count; index++) {
    offsetsMs[index] = (offsetsMs[index - 1] ?? 0) + gamma(rate.burstiness, random);
  }
  const drawn = offsetsMs.at(-1) ?? 0;
  if (drawn <= 0) return { offsetsMs, gapScale: 1 };
  const plannedMs = (1000 * (count - 1)) / rate.qps;
  // A gamma distribution with shape `burstiness` and scale 1 has the mean `burstiness`.
  const expected = rate.burstiness * (count - 1);
  return {
    offsetsMs: offsetsMs.map((offset) => (offset / drawn) * plannedMs),
    gapScale: expected / drawn,
  };
}

function decimals(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}
