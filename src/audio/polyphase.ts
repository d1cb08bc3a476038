/** Kaiser window: stop band below −90 dB (β and length after Kaiser 1974; measured in resample.test.ts). */
const ATTENUATION_DB = 96;
/** End of the pass band, as a fraction of the lower Nyquist frequency, at which the stop band begins. */
const PASS_BAND = 0.9;
/**
 * Maximum number of phases. Beyond it the taps of a phase are interpolated between two rows, with an error below −94 dB:
 * (π / 256)² / 8 of the highest frequency.
 */
const MAX_PHASES = 256;
/** Number of filters to keep: the rates of telephony, of wideband and of compact discs, and a few more. */
const MAX_KEPT = 16;

/** The taps of a rate converter. Row r is for outputs that are r / (rows − 1) of a sample after an input sample. */
export interface Polyphase {
  readonly rows: readonly Float64Array[];
  /** A row has 2·reach taps, a multiple of four. */
  readonly reach: number;
  /** Whether every phase has a row of its own. Otherwise taps are interpolated between two rows. */
  readonly isExact: boolean;
}

const kept = new Map<string, Polyphase>();

/** Returns the filter that makes `up` samples of `down` samples; the two have no common divisor. */
export function polyphase(up: number, down: number): Polyphase {
  const key = `${up}/${down}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const [oldest] = kept.keys();
  if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  const filter = build(up, down);
  kept.set(key, filter);
  return filter;
}

function build(up: number, down: number): Polyphase {
  const nyquist = Math.min(1, up / down); // the lower Nyquist frequency, in units of the input's
  const width = Math.PI * nyquist * (1 - PASS_BAND);
  const reach = 2 * Math.ceil((ATTENUATION_DB - 8) / (2.285 * width) / 4); // even: taps are read by fours
  const beta = 0.1102 * (ATTENUATION_DB - 8.7);
  const cutoff = (nyquist * (1 + PASS_BAND)) / 2;
  const peak = bessel(beta);
  const phases = Math.min(up, MAX_PHASES);
  const rows = Array.from({ length: phases + 1 }, (_, phase) => {
    const row = new Float64Array(2 * reach);
    let gain = 0;
    for (let tap = 0; tap < row.length; tap += 1) {
      const x = tap - reach + 1 - phase / phases;
      const inside = Math.max(0, 1 - (x / reach) ** 2);
      row[tap] = cutoff * sinc(cutoff * x) * (bessel(beta * Math.sqrt(inside)) / peak);
      gain += row[tap]!;
    }
    return row.map((tap) => tap / gain);
  });
  return { rows, reach, isExact: up <= MAX_PHASES };
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
