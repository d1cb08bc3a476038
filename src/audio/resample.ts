/** Kaiser window: stop band below −90 dB (β and length after Kaiser 1974; measured in resample.test.ts). */
const ATTENUATION_DB = 96;
/** The pass band ends here, as a share of the lower Nyquist frequency; the stop band begins at that frequency. */
const PASS_BAND = 0.9;

/** Feeds chunks through, keeping the state between them. `end` gives what is left; nothing may be pushed after it. */
interface Resampler {
  push(chunk: Float32Array): Float32Array;
  end(): Float32Array;
}

/**
 * A band-limited sample-rate converter: polyphase FIR with a Kaiser-windowed sinc, linear phase, delay compensated, so
 * that output sample i stands at the time of i / toHz. A stream of n samples gives round(n · toHz / fromHz), and the
 * same samples whatever the chunks. Rates are whole Hz.
 */
export function createResampler(fromHz: number, toHz: number): Resampler {
  if (fromHz === toHz) return { push: (chunk) => chunk, end: () => new Float32Array(0) };
  const divisor = gcd(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const { phases, reach } = polyphase(up, down);
  const taps = 2 * reach;
  // `held` begins at input index `base`; zeros stand before the first sample.
  let held = new Float32Array(reach);
  let base = -reach;
  let received = 0;
  let made = 0;

  function produce(limit: number): Float32Array {
    const out = new Float32Array(Math.max(0, limit - made));
    for (let index = 0; index < out.length; index += 1) {
      const position = (made + index) * down;
      const first = Math.floor(position / up) - reach + 1 - base;
      const phase = phases[position % up] ?? new Float32Array(0);
      let sum = 0;
      for (let tap = 0; tap < taps; tap += 1) sum += (held[first + tap] ?? 0) * (phase[tap] ?? 0);
      out[index] = sum;
    }
    made += out.length;
    const keep = Math.floor((made * down) / up) - reach + 1;
    if (keep > base) {
      held = held.slice(keep - base);
      base = keep;
    }
    return out;
  }

  return {
    push(chunk) {
      const joined = new Float32Array(held.length + chunk.length);
      joined.set(held);
      joined.set(chunk, held.length);
      held = joined;
      received += chunk.length;
      // Output i needs input up to floor(i·down/up) + reach.
      return produce(Math.max(0, Math.ceil(((received - reach) * up) / down)));
    },
    end() {
      return produce(Math.round((received * up) / down));
    },
  };
}

/** One row of 2·reach taps for each of `up` phases; row p serves outputs whose position is p/up past an input sample. */
function polyphase(up: number, down: number): { phases: Float32Array[]; reach: number } {
  const nyquist = Math.min(1, up / down); // the lower Nyquist frequency, in units of the input's
  const width = Math.PI * nyquist * (1 - PASS_BAND);
  const reach = Math.ceil((ATTENUATION_DB - 8) / (2.285 * width) / 2);
  const beta = 0.1102 * (ATTENUATION_DB - 8.7);
  const cutoff = (nyquist * (1 + PASS_BAND)) / 2;
  const phases = Array.from({ length: up }, (_, phase) => {
    const row = Float64Array.from({ length: 2 * reach }, (_unused, tap) => {
      const x = tap - reach + 1 - phase / up;
      const inside = 1 - (x / reach) ** 2;
      return inside < 0
        ? 0
        : cutoff * sinc(cutoff * x) * (bessel(beta * Math.sqrt(inside)) / bessel(beta));
    });
    const gain = row.reduce((sum, tap) => sum + tap, 0);
    return Float32Array.from(row, (tap) => tap / gain);
  });
  return { phases, reach };
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
