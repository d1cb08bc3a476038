/** One sound or pause of an utterance; `endS` is its end, seconds from the beginning of the utterance. */
export interface Segment {
  readonly phone: string;
  readonly endS: number;
}

/** When something is spoken, seconds from the beginning of the utterance. */
export interface TimeRange {
  readonly fromS: number;
  readonly toS: number;
}

/** Flite's name for a pause. */
const PAUSE = "pau";
const PRINTED = /^(?<phone>[a-z]+):(?<endS>\d+\.\d+)$/;

/**
 * Parses the output of `flite -psdur`, such as `pau:0.164 hh:0.255 ax:0.304`: every segment of the utterance with its
 * end. No end is behind `lengthS`, the length of the audio: the voice `kal` leaves part of its last pause out. Throws an
 * Error with the first item of another form.
 */
export function readSegments(printed: string, lengthS: number): Segment[] {
  const items = printed.split(/\s+/).filter((item) => item !== "");
  return items.map((item) => {
    const { phone, endS } = PRINTED.exec(item)?.groups ?? {};
    if (phone === undefined) throw new Error(`flite printed ${item}, not phone:seconds`);
    return { phone, endS: Math.min(Number(endS), lengthS) };
  });
}

/** The times of the sounds between two pauses, for each such phrase; no phrase is empty. */
export function phrasesOf(segments: readonly Segment[]): TimeRange[][] {
  const phrases: TimeRange[][] = [];
  let fromS = 0;
  let phrase: TimeRange[] = [];
  for (const { phone, endS } of segments) {
    if (phone !== PAUSE) {
      if (phrase.length === 0) phrases.push(phrase);
      phrase.push({ fromS, toS: endS });
    } else phrase = [];
    fromS = endS;
  }
  return phrases;
}
