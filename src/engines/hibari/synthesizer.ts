import { timesOf } from "../../acoustic/durations.ts";
import { partsOf } from "../../acoustic/parts.ts";
import { EARLY_SAMPLES, type IdWord, type RunTimes } from "../../acoustic/wordTimes.ts";
import type { SpokenPart } from "../../lanes/speak.ts";
import type { OrtModel } from "../../ort/session.ts";
import { read } from "./graph.ts";
import { HOP_SAMPLES } from "./vocoder/pulses.ts";
import { framesFrom } from "./vocoder/spectra.ts";
import { createVocoder, type Vocoder } from "./vocoder/vocoder.ts";

/** Phonemes that hibari speaks in one run. */
export interface HibariJob {
  readonly voice: string;
  readonly ids: BigInt64Array;
  readonly words: readonly IdWord[];
  /** Index of the first id whose sound is kept; 0 = all. The ids before it only lead the pitch. */
  readonly keepFrom: number;
  /** 0.25–4; 1 = natural. */
  readonly speed: number;
  /** Seed of the noise in the sound. */
  readonly seed: number;
}

/** The model's own speeds that sound natural. At 1.5 it drops sounds, and 12 % of the words are misheard. */
const SLOWEST = 0.75;
const FASTEST = 1.25;
/**
 * Above this speed the model speaks at 1 and the stretcher does the rest: at speed 2 Whisper misheard 0.9 % of 694 words,
 * and 2.3 % after the model's 1.25. At 1.5 the model's part sounds better (DNSMOS 3.03).
 */
const STRETCHED = 1.6;
/** Factor to TARGET_LUFS: the voice heart has −26 LUFS over 12 sentences. */
const GAIN = 2;
/** Frames of 12.5 ms that are made between two checks of `stopped`: 0.2 s of sound, about 1 ms of work. */
const BLOCK_FRAMES = 16;

/**
 * Speaks one job. The model applies the speed within its natural range, a stretcher the rest. Equal jobs give equal sound.
 * Stops early soon after `stopped()` has become true. Throws an Error with ORT's text.
 */
export function* say(
  model: OrtModel,
  { ids, words, keepFrom, speed, seed }: HibariJob,
  stopped: () => boolean,
): Generator<SpokenPart> {
  if (stopped()) return;
  const asked = speed > STRETCHED ? 1 : Math.min(FASTEST, Math.max(SLOWEST, speed));
  const { outputs, durations, release } = read(model, ids, asked);
  try {
    const { boundaries, reached } = timesOf(durations, asked);
    const since = firstFrame({ boundaries, reached }, keepFrom);
    const blocks = blocksOf(createVocoder(framesFrom(outputs, since), seed), stopped);
    const times = boundaries.map((sample) => sample - since * HOP_SAMPLES);
    yield* partsOf(blocks, { boundaries: times, reached, words, speed, gain: GAIN });
  } finally {
    release();
  }
}

/** Returns the frame in which the sound of an id begins. */
function firstFrame({ boundaries, reached }: RunTimes, id: number): number {
  return Math.max(0, Math.floor((boundaries[id]! - EARLY_SAMPLES / reached) / HOP_SAMPLES));
}

function* blocksOf(vocoder: Vocoder, stopped: () => boolean): Generator<Float32Array> {
  while (!stopped()) {
    const block = vocoder.render(BLOCK_FRAMES);
    if (block.length === 0) return;
    yield block;
  }
}
