import { BUTTERFLIES, type Pass } from "./butterflies.ts";

/** Complex numbers lie as pairs in all arrays: real part, imaginary part. */
export interface RealFft {
  /** Transforms `size` real samples to size/2 + 1 complex bins: Σ x[t]·e^(−2πi·k·t/size). */
  forward(samples: Float64Array, bins: Float64Array): void;
  /** The inverse times `size`/2. The imaginary parts of the first and the last bin count as 0. */
  inverse(bins: Float64Array, samples: Float64Array): void;
}

/**
 * Creates the Fourier transform of `size` real samples, as a complex one of half the size (Stockham's self-sorting
 * algorithm with radices 5, 4, 3 and 2). Throws RangeError unless size/2 has these factors only.
 *
 * @example
 * const fft = createRealFft(1200);
 * fft.forward(samples, bins); // 1200 samples to 601 bins
 */
export function createRealFft(size: number): RealFft {
  const half = size / 2;
  const passes = planPasses(half);
  const turns = twiddle(half + 1, size, 1);
  let [from, to] = [new Float64Array(size), new Float64Array(size)];

  /** Transforms `from`; the result is in `from` again. */
  function transform(): void {
    for (const pass of passes) {
      BUTTERFLIES[pass.radix]!(pass, from, to);
      [from, to] = [to, from];
    }
  }

  return {
    forward(samples, bins) {
      from.set(samples);
      transform();
      for (let k = 0; k <= half; k += 1) {
        const a = 2 * (k % half);
        const b = 2 * ((half - k) % half);
        // Half the sum is the transform of the even samples, half the difference over i that of the odd ones.
        const evenRe = (from[a]! + from[b]!) / 2;
        const evenIm = (from[a + 1]! - from[b + 1]!) / 2;
        const oddRe = (from[a + 1]! + from[b + 1]!) / 2;
        const oddIm = (from[b]! - from[a]!) / 2;
        const turnRe = turns[2 * k]!;
        const turnIm = turns[2 * k + 1]!;
        bins[2 * k] = evenRe + oddRe * turnRe - oddIm * turnIm;
        bins[2 * k + 1] = evenIm + oddRe * turnIm + oddIm * turnRe;
      }
    },
    inverse(bins, samples) {
      for (let k = 0; k < half; k += 1) {
        const a = 2 * k;
        const b = 2 * (half - k);
        const aIm = k === 0 ? 0 : bins[a + 1]!;
        const bIm = k === 0 ? 0 : bins[b + 1]!;
        const evenRe = (bins[a]! + bins[b]!) / 2;
        const evenIm = (aIm - bIm) / 2;
        const differenceRe = (bins[a]! - bins[b]!) / 2;
        const differenceIm = (aIm + bIm) / 2;
        const oddRe = differenceRe * turns[a]! + differenceIm * turns[a + 1]!;
        const oddIm = differenceIm * turns[a]! - differenceRe * turns[a + 1]!;
        // Conjugated, because the inverse is the conjugate of the transform of the conjugate.
        from[a] = evenRe - oddIm;
        from[a + 1] = -evenIm - oddRe;
      }
      transform();
      for (let at = 0; at < size; at += 2) {
        samples[at] = from[at]!;
        samples[at + 1] = -from[at + 1]!;
      }
    },
  };
}

function planPasses(points: number): Pass[] {
  const passes: Pass[] = [];
  let [rest, stride] = [points, 1];
  while (rest > 1) {
    const radix = [5, 4, 3, 2].find((candidate) => rest % candidate === 0);
    if (radix === undefined) throw new RangeError(`${points} has a prime factor above 5`);
    const blocks = rest / radix;
    const twiddles = new Float64Array(2 * blocks * (radix - 1));
    for (let block = 0; block < blocks; block += 1)
      twiddles.set(twiddle(radix, rest, block).subarray(2), 2 * block * (radix - 1));
    passes.push({ radix, blocks, stride, twiddles });
    [rest, stride] = [blocks, stride * radix];
  }
  return passes;
}

/** Returns the first `count` powers of e^(−2πi·step/points). */
function twiddle(count: number, points: number, step: number): Float64Array {
  const out = new Float64Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    const angle = (-2 * Math.PI * ((at * step) % points)) / points;
    out[2 * at] = Math.cos(angle);
    out[2 * at + 1] = Math.sin(angle);
  }
  return out;
}
