import type { RunTimes } from "./wordTimes.ts";

/** Samples at 24 kHz of one unit of the models' durations: 25 ms. */
const UNIT_SAMPLES = 600;

/** How long a model speaks each id of a run, units of 25 ms, [L]. */
export interface Durations {
  /** At the speed of the run. */
  readonly units: Float32Array;
  /** At speed 1, before the model rounded them to whole units; null if the graph does not output them. */
  readonly natural: Float32Array | null;
}

/** Returns equal durations of `count` ids, for a graph that does not output the durations of its `samples`. */
export function evenDurations(count: number, samples: number): Durations {
  const units = new Float32Array(count).fill(samples / UNIT_SAMPLES / count);
  return { units, natural: null };
}

/** Returns the times of a run for which the model was asked to speak at the speed `asked`. */
export function timesOf({ units, natural }: Durations, asked: number): RunTimes {
  const reached = natural === null ? asked : reachedSpeed(natural, units);
  return { boundaries: boundariesOf(units), reached };
}

/** Returns the sample at which each id begins, and at last the sample at which the sound ends. */
function boundariesOf(units: Float32Array): Float64Array {
  const boundaries = new Float64Array(units.length + 1);
  units.forEach((duration, at) => (boundaries[at + 1] = boundaries[at]! + UNIT_SAMPLES * duration));
  return boundaries;
}

/** Returns how much faster the model spoke than at speed 1, at which each id has at least one unit. */
function reachedSpeed(natural: Float32Array, units: Float32Array): number {
  const atSpeed1 = natural.reduce((sum, duration) => sum + Math.max(1, Math.round(duration)), 0);
  return atSpeed1 / units.reduce((sum, duration) => sum + duration, 0);
}
