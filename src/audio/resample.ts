import { type Filter, joined } from "./pcm.ts";

/** Kaiser window: stop band below −90 dB (β and length after Kaiser 1974; measured in resample.test.ts). */
const ATTENUATION_DB = 96;
/** End of the pass band, as a fraction of the lower Nyquist frequency, at which the stop band begins. */
const PASS_BAND = 0.9;

/**
 * A band-limited sample-rate converter: polyphase FIR with a Kaiser-windowed sinc, linear phase, delay compensated:
 * output sample i is at the time i / toHz. n samples become round(n · toHz / fromHz) samples, the same for any chunks.
 * Rates are integers, Hz.
 *
 * @example
 * const resampler = createResampler(16_000, 24_000);
 * const pcm = joined([resampler.push(samples), resampler.end()]);
 */
export function createResampler(fromHz: number, toHz: number): Filter {
  if (fromHz === toHz) return { push: (chunk) => chunk, end: () => new Float32Array(0) };
  const divisor = gcd(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const { phases, reach } = polyphase(up, down);
  // `input` begins at sample `base`; zeros precede the first sample.
  let input = new Float32Array(reach);
  let base = -reach;
  let received = 0;
  let made = 0;

  function produce(limit: number): Float32Array {
    const out = new Float32Array(Math.max(0, limit - made));
    convolve(out, input, { phases, up, down, position: made * down - (base + reach - 1) * up });
    made += out.length;
    const keep = Math.floor((made * down) / up) - reach + 1;
    if (keep > base) {
      input = input.slice(keep - base);
      base = keep;
    }
    return out;
  }

  return {
    push(chunk) {
      input = joined([input, chunk]);
      received += chunk.length;
      // Output i needs input up to floor(i·down/up) + reach.
      return produce(Math.ceil(((received - reach) * up) / down));
    },
    end() {
      input = joined([input, new Float32Array(reach)]);
      return produce(Math.round((received * up) / down));
    },
  };
}

/** 2·reach taps for each of `up` phases; phase p is for outputs that are p/up of a sample after an input sample. */
function polyphase(up: number, down: number): { phases: Float64Array[]; reach: number } {
  const nyquist = Math.min(1, up / down); // the lower Nyquist frequency, in units of the input's
  const width = Math.PI * nyquist * (1 - PASS_BAND);
  const reach = 2 * Math.ceil((ATTENUATION_DB - 8) / (2.285 * width) / 4); // even: taps are read by fours
  const beta = 0.1102 * (ATTENUATION_DB - 8.7);
  const cutoff = (nyquist * (1 + PASS_BAND)) / 2;
  const peak = bessel(beta);
  const phases = Array.from({ length: up }, (_, phase) => {
    const row = Float64Array.from({ length: 2 * reach }, (_unused, tap) => {
      const x = tap - reach + 1 - phase / up;
      const inside = 1 - (x / reach) ** 2;
      return inside < 0 ? 0 : cutoff * sinc(cutoff * x) * (bessel(beta * Math.sqrt(inside)) / peak);
    });
    const gain = row.reduce((sum, tap) => sum + tap, 0);
    return row.map((tap) => tap / gain);
  });
  return { phases, reach };
}

interface Taps {
  readonly phases: readonly Float64Array[];
  readonly up: number;
  readonly down: number;
  /** Position of the first output, in 1/up of an input sample, from the first value that its taps read. */
  readonly position: number;
}

/** The hot loop: every index is in range by construction, and four independent sums fill the processor's pipeline. */
function convolve(out: Float32Array, values: Float32Array, filter: Taps): void {
  const { phases, up, down } = filter;
  let start = Math.floor(filter.position / up);
  let phase = filter.position - start * up;
  for (let index = 0; index < out.length; index += 1) {
    const row = phases[phase]!;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let tap = 0; tap < row.length; tap += 4) {
      a += row[tap]! * values[start + tap]!;
      b += row[tap + 1]! * values[start + tap + 1]!;
      c += row[tap + 2]! * values[start + tap + 2]!;
      d += row[tap + 3]! * values[start + tap + 3]!;
    }
    out[index] = a + b + c + d;
    phase += down;
    start += Math.floor(phase / up);
    phase %= up;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
