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
 * Parses the output of `flite -psdur`, such as `pau:0.164 hh:0.255 ax:0.304`, into the segments of the utterance with
 * their ends. Limits each end to `lengthS`, the length of the audio, because the voice `kal` omits part of its last
 * pause. Throws an Error that quotes the first item in another format.
 */
export function readSegments(printed: string, lengthS: number): Segment[] {
  const items = printed.split(/\s+/).filter((item) => item !== "");
  return items.map((item) => {
    const { phone, endS } = PRINTED.exec(item)?.groups ?? {};
    if (phone === undefined) throw new Error(`flite printed ${item}, expected phone:seconds`);
    return { phone, endS: Math.min(Number(endS), lengthS) };
  });
}

/** Splits an utterance into phrases at its pauses and returns the times of the sounds of each. No phrase is empty. */
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
