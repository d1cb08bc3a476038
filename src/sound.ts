import type { Filter } from "./audio/pcm.ts";
import { createTurns, piecesOf } from "./audio/pieces.ts";

/** When one word of the caller's text is spoken. */
export interface Mark {
  /** Place of the word in the caller's text, UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Seconds from the beginning of the whole answer. */
  readonly fromS: number;
  readonly toS: number;
}

/**
 * A chunk of an answer: mono PCM in −1…1, and marks. Marks are in order over the whole answer and do not overlap. Each
 * mark comes once, at the latest with the last chunk of its utterance, and can come earlier or later than the samples of
 * its word. A chunk that only carries marks has no samples.
 */
export interface Sound {
  readonly pcm: Float32Array;
  readonly marks?: readonly Mark[];
}

/**
 * Passes the PCM of `sounds` through `filter` and divides the times of the marks by `speed`, the factor by which the
 * filter shortens the audio. Long chunks are filtered in pieces, between which other streams may run. The marks of a
 * chunk come with its first samples, or with the next ones if the filter returns none for the chunk.
 */
export async function* filterSound(
  sounds: AsyncIterable<Sound>,
  filter: Filter,
  speed: number,
): AsyncGenerator<Sound> {
  const turn = createTurns();
  let pending: readonly Mark[] = [];
  const toSound = (pcm: Float32Array): Sound => {
    const marks = pending;
    pending = [];
    return marks.length === 0 ? { pcm } : { pcm, marks };
  };
  for await (const { pcm, marks = [] } of sounds) {
    pending = [...pending, ...marks.map((mark) => atSpeed(mark, speed))];
    for (const piece of piecesOf(pcm)) {
      await turn();
      const filtered = filter.push(piece);
      if (filtered.length > 0) yield toSound(filtered);
    }
  }
  const tail = filter.end();
  if (tail.length > 0 || pending.length > 0) yield toSound(tail);
}

function atSpeed({ start, end, fromS, toS }: Mark, speed: number): Mark {
  return { start, end, fromS: fromS / speed, toS: toS / speed };
}

/** Moves a mark to a later time. */
export function delayed(mark: Mark, seconds: number): Mark {
  return { ...mark, fromS: mark.fromS + seconds, toS: mark.toS + seconds };
}

/** Yields the samples of `sounds` and skips chunks without samples. */
export async function* pcmOf(sounds: AsyncIterable<Sound>): AsyncGenerator<Float32Array> {
  for await (const { pcm } of sounds) if (pcm.length > 0) yield pcm;
}

/** Rounds seconds to whole milliseconds for an answer in JSON. */
export function roundedS(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
