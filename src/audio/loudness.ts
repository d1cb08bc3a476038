/**
 * Mean loudness of the sentences of every engine. At this level almost no peak of a voice has to be limited; DNSMOS, which
 * depends on the level, rates the natural voice 0.04 higher than at −18 LUFS.
 */
export const TARGET_LUFS = -20;

/** Loudness of mean square 1 after the K-weighting (BS.1770-5, annex 1). */
const OFFSET_LU = -0.691;
/** Quieter blocks don't count. */
const ABSOLUTE_GATE_LUFS = -70;
/** Blocks that are this far below the mean of all others don't count. */
const RELATIVE_GATE_LU = -10;
const BLOCK_S = 0.4;
const STEP_S = 0.1;

/**
 * Returns the integrated loudness of mono sound in LUFS: ITU-R BS.1770-5 with K-weighting, blocks of 400 ms every 100 ms
 * and both gates. A shorter sound counts as one block. −Infinity if nothing passes the gates.
 */
export function loudness(samples: Float32Array, sampleRateHz: number): number {
  const weighted = kWeighted(samples, sampleRateHz);
  const [size, step] = [Math.round(BLOCK_S * sampleRateHz), Math.round(STEP_S * sampleRateHz)];
  const powers: number[] = [];
  for (let at = 0; at === 0 || at + size <= weighted.length; at += step)
    powers.push(meanSquare(weighted.subarray(at, at + size)));
  const audible = powers.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS);
  const gate = lufs(mean(audible)) + RELATIVE_GATE_LU;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

function lufs(power: number): number {
  return OFFSET_LU + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function meanSquare(samples: Float64Array): number {
  return samples.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, samples.length);
}

/** Coefficients of a second-order filter, normalised to a0 = 1. */
interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * The two filters of the K-weighting. The standard lists coefficients for 48 kHz only; these are the analogue filters
 * behind them (De Man, "Evaluation of implementations of the EBU R128 loudness measurement", AES 145, 2018), by the
 * bilinear transform.
 */
function kWeighted(samples: Float32Array, sampleRateHz: number): Float64Array {
  const shelf = highShelf(Math.tan((Math.PI * 1681.974450955533) / sampleRateHz));
  const pass = highPass(Math.tan((Math.PI * 38.13547087602444) / sampleRateHz));
  return filtered(filtered(Float64Array.from(samples), shelf), pass);
}

function highShelf(k: number): Biquad {
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [
      (high + (band * k) / q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (band * k) / q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

function highPass(k: number): Biquad {
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}

function filtered(samples: Float64Array, { b, a }: Biquad): Float64Array {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return samples.map((x) => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x1, x2, y1, y2] = [x, x1, y, y1];
    return y;
  });
}
