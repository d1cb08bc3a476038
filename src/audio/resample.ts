import { type Filter, joined } from "./pcm.ts";
import { polyphase, type Polyphase } from "./polyphase.ts";

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
  const filter = polyphase(up, down);
  const { reach } = filter;
  // `input` begins at sample `base`; zeros precede the first sample.
  let input = new Float32Array(reach);
  let base = -reach;
  let received = 0;
  let made = 0;

  function produce(limit: number): Float32Array {
    const out = new Float32Array(Math.max(0, limit - made));
    convolve(out, input, { filter, up, down, position: made * down - (base + reach - 1) * up });
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

interface Taps {
  readonly filter: Polyphase;
  readonly up: number;
  readonly down: number;
  /** Position of the first output, in 1/up of an input sample, from the first value that its taps read. */
  readonly position: number;
}

function convolve(out: Float32Array, values: Float32Array, taps: Taps): void {
  const { filter, up, down } = taps;
  const { rows, isExact } = filter;
  const rowsPerStep = (rows.length - 1) / up;
  let start = Math.floor(taps.position / up);
  let phase = taps.position - start * up;
  for (let index = 0; index < out.length; index += 1) {
    if (isExact) out[index] = dot(rows[phase]!, values, start);
    else {
      const row = Math.floor(phase * rowsPerStep);
      const share = phase * rowsPerStep - row;
      out[index] =
        (1 - share) * dot(rows[row]!, values, start) + share * dot(rows[row + 1]!, values, start);
    }
    phase += down;
    start += Math.floor(phase / up);
    phase %= up;
  }
}

/** The hot loop: every index is in range by construction, and four independent sums fill the processor's pipeline. */
function dot(row: Float64Array, values: Float32Array, start: number): number {
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
  return a + b + c + d;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
