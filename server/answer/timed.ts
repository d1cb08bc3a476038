import { openEncoder } from "../../src/audio/encode/encode.ts";
import { type OutputForm, streamDelayS } from "../../src/audio/encode/form.ts";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { createTurns, piecesOf } from "../../src/audio/pieces.ts";
import { delayed, type Mark, type Sound } from "../../src/sound.ts";

/** A part of an encoded stream, and its words. Times are those of the decoded stream, seconds from its beginning. */
export interface TimedPart {
  readonly bytes: Uint8Array;
  /** The words that begin before `untilS` and were not in an earlier part. */
  readonly marks: readonly Mark[];
  /** End of the audio so far. */
  readonly untilS: number;
  readonly isLast: boolean;
}

/**
 * Encodes sound as a stream in which no word comes later than its audio. Engines can tell the time of a word after its
 * samples: a chunk is held until the words in it are known. The last part ends with the stream; only it can have marks
 * without bytes.
 */
export async function* timedParts(
  sounds: AsyncIterable<Sound>,
  form: OutputForm,
): AsyncGenerator<TimedPart> {
  const delayS = streamDelayS(form);
  const encoder = await openEncoder(form);
  const turn = createTurns();
  let samples = 0;
  let pending: Mark[] = [];
  try {
    for await (const { pcm, marks = [], isLast } of inStep(sounds)) {
      pending.push(...marks.map((mark) => delayed(mark, delayS)));
      samples += pcm.length;
      const untilS = samples / OUTPUT_HZ + delayS;
      await turn();
      const pushed = encoder.push(pcm);
      const bytes = isLast ? Buffer.concat([pushed, encoder.end()]) : pushed;
      if (bytes.length === 0 && !isLast) continue;
      const isDue = ({ fromS }: Mark): boolean => isLast || fromS < untilS;
      yield { bytes, marks: pending.filter(isDue), untilS, isLast };
      pending = pending.filter((mark) => !isDue(mark));
    }
  } finally {
    encoder.close();
  }
}

/** Most samples of a part: 0.25 s. aiohttp, which Pipecat uses, refuses lines over 128 KiB. */
const PART_SAMPLES = OUTPUT_HZ / 4;

/** Yields each piece once a word is known that ends after it, and the rest at the end; the last piece is `isLast`. */
async function* inStep(
  sounds: AsyncIterable<Sound>,
): AsyncGenerator<Sound & { readonly isLast: boolean }> {
  let held: Float32Array[] = [];
  let [samples, knownS] = [0, 0];
  let marks: readonly Mark[] = [];
  const next = (isLast: boolean) => {
    const pcm = held.shift() ?? new Float32Array(0);
    samples += pcm.length;
    const chunk = { pcm, marks, isLast };
    marks = [];
    return chunk;
  };
  for await (const sound of sounds) {
    held.push(...piecesOf(sound.pcm, PART_SAMPLES));
    marks = [...marks, ...(sound.marks ?? [])];
    knownS = sound.marks?.at(-1)?.toS ?? knownS;
    while (held[0] !== undefined && (samples + held[0].length) / OUTPUT_HZ < knownS)
      yield next(false);
  }
  while (held.length > 1) yield next(false);
  yield next(true);
}

/** The samples of a sound, and what is known of its words once the samples have been read. */
export interface Tapped {
  readonly pcm: AsyncGenerator<Float32Array>;
  readonly marks: readonly Mark[];
  /** Length of the samples that have been read, seconds. */
  seconds(): number;
}

/** Divides sound in samples and marks. */
export function tapped(sounds: AsyncIterable<Sound>): Tapped {
  const all: Mark[] = [];
  let samples = 0;
  async function* read(): AsyncGenerator<Float32Array> {
    for await (const { pcm, marks = [] } of sounds) {
      all.push(...marks);
      samples += pcm.length;
      if (pcm.length > 0) yield pcm;
    }
  }
  return { pcm: read(), marks: all, seconds: () => samples / OUTPUT_HZ };
}
