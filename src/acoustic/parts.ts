import { createLimiter } from "../audio/limit.ts";
import { type Filter, joined, OUTPUT_HZ } from "../audio/pcm.ts";
import { createStretcher } from "../audio/stretch.ts";
import type { SpokenPart, WordTime } from "../lanes/speak.ts";
import { createTrimmer } from "./edges.ts";
import { createWordTimer, type IdWord, type RunTimes, type SampleRange } from "./wordTimes.ts";

/** How the sound of a run is finished. */
export interface Finish extends RunTimes {
  readonly words: readonly IdWord[];
  /** Speed of the finished sound. A stretcher applies what the model did not, and keeps the pitch. */
  readonly speed: number;
  /** Factor of the samples, before the limiter. */
  readonly gain: number;
}

/** Least samples of the first part: 0.15 s, with which a client can begin to play. */
const FIRST_SAMPLES = OUTPUT_HZ * 0.15;
/** Least samples of later parts: twice those of the part before, up to 1 s. */
const MOST_SAMPLES = OUTPUT_HZ;
/** A smaller change of speed is not audible, but the stretcher itself would be. */
const LEAST_CHANGE = 0.03;

/**
 * Yields a model's sound at 24 kHz, given in blocks of any size, as parts: without the silence at its edges, at the
 * speed and the level of `Finish`, with the times of its words. A sound without anything audible yields no part.
 */
export function* partsOf(
  blocks: Iterable<Float32Array>,
  { words, speed, gain, ...run }: Finish,
): Generator<SpokenPart> {
  const ratio = speed / run.reached;
  const stretch = Math.abs(ratio - 1) < LEAST_CHANGE ? 1 : ratio;
  const trimmer = createTrimmer();
  const filter = chained([trimmer, createStretcher(stretch), createLimiter(gain)]);
  const timer = createWordTimer(words, run);
  let size = FIRST_SAMPLES;
  let ready = new Float32Array(0);
  let times: SampleRange[] = [];
  const part = (): SpokenPart => {
    // The trimmer drops samples only before the first sound, so the number is final.
    const seconds = (sample: number): number =>
      Math.max(0, sample - trimmer.droppedSamples) / stretch / OUTPUT_HZ;
    const spoken = times.map(({ word, from, to }): WordTime => ({
      word,
      fromS: seconds(from),
      toS: seconds(to),
    }));
    times = [];
    return { samples: ready, times: spoken };
  };
  for (const block of blocks) {
    times.push(...timer.push(block));
    ready = joined([ready, filter.push(block)]);
    if (ready.length < size) continue;
    yield part();
    ready = new Float32Array(0);
    size = Math.min(MOST_SAMPLES, 2 * size);
  }
  times.push(...timer.end());
  ready = joined([ready, filter.end()]);
  if (ready.length > 0) yield part();
}

/** Returns the filter that passes samples through `filters` in order. */
function chained(filters: readonly Filter[]): Filter {
  return {
    push: (chunk) => filters.reduce((samples, filter) => filter.push(samples), chunk),
    end: () =>
      filters.reduce(
        (samples, filter) => joined([filter.push(samples), filter.end()]),
        new Float32Array(0),
      ),
  };
}
