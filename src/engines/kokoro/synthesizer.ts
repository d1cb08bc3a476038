import { timesOf } from "../../acoustic/durations.ts";
import { partsOf } from "../../acoustic/parts.ts";
import type { IdWord } from "../../acoustic/wordTimes.ts";
import type { SpokenPart } from "../../lanes/speak.ts";
import type { SyncModel } from "../../ort/model.ts";
import { readAloud } from "./graph.ts";

/** Phonemes that Kokoro speaks in one run. */
export interface KokoroJob {
  readonly ids: BigInt64Array;
  readonly words: readonly IdWord[];
  /** Row of the voice that belongs to this number of ids, [256]. */
  readonly style: Float32Array;
  /** 0.25–4; 1 = natural. */
  readonly speed: number;
  /** Factor of the voice to the common loudness. */
  readonly gain: number;
}

/** The model's own speeds at which a recogniser understands it. At 1.5, Chinese loses syllables. */
const SLOWEST = 0.5;
const FASTEST = 1.25;

/**
 * Speaks a job at 24 kHz: without the silence at its edges, at its speed and level, with the times of its words. The run
 * of the model comes first; the main thread can stop it, which yields nothing. Throws an Error with ORT's text.
 */
export function* say(
  model: SyncModel,
  { ids, words, style, speed, gain }: KokoroJob,
  stopped: () => boolean,
): Generator<SpokenPart> {
  if (stopped()) return;
  const asked = Math.min(FASTEST, Math.max(SLOWEST, speed));
  const reading = runUnless(stopped, () => readAloud(model, { ids, style, speed: asked }));
  if (reading === null) return;
  const { samples, durations } = reading;
  yield* partsOf([samples], { ...timesOf(durations, asked), words, speed, gain });
}

/** Returns the result of `run`, or null if the job was stopped meanwhile, which can make `run` throw. */
function runUnless<Result>(stopped: () => boolean, run: () => Result): Result | null {
  try {
    const result = run();
    return stopped() ? null : result;
  } catch (error) {
    if (stopped()) return null;
    throw error;
  }
}
