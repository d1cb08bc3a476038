import { indicesOf } from "../../text/words.ts";
import { matchPauses } from "./matchPauses.ts";
import { phrasesOf, type Segment, type TimeRange } from "./segments.ts";
import { soundCount } from "./soundCount.ts";

/** Punctuation after a word at which Flite pauses. */
const PAUSING = /^[^\sa-z0-9]*(?:["'.,:;!?)\]}]|--)|^\s+--\s/i;
/** Number of characters after a word that are searched for such punctuation. */
const MAX_LOOKAHEAD_CHARS = 16;
const SPOKEN = /[a-z0-9]/i;

/**
 * Returns when each of `words` is spoken; null for a word without a phone. Times next to pauses are exact. Between two
 * pauses, the phones are divided among the words in proportion to their estimated numbers of phones. `text` is what
 * Flite reads; it contains the words in order.
 */
export function wordTimes(
  text: string,
  words: readonly string[],
  segments: readonly Segment[],
): (TimeRange | null)[] {
  const times = words.map((): TimeRange | null => null);
  for (const { spoken, sounds } of runsOf(spokenWords(text, words), phrasesOf(segments))) {
    const shares = share(spoken, sounds);
    for (const [at, { index }] of spoken.entries()) times[index] = shares[at]!;
  }
  return times;
}

interface SpokenWord {
  /** Index in the list of all words. */
  readonly index: number;
  /** Estimated number of phones. */
  readonly sounds: number;
  /** Whether Flite pauses after the word. */
  readonly pausing: boolean;
}

function spokenWords(text: string, words: readonly string[]): SpokenWord[] {
  const indices = indicesOf(words, text);
  return words.flatMap((word, index) => {
    if (!SPOKEN.test(word)) return [];
    const end = indices[index]! + word.length;
    const pausing = PAUSING.test(text.slice(end, end + MAX_LOOKAHEAD_CHARS));
    return [{ index, sounds: soundCount(word), pausing }];
  });
}

/** Consecutive words and the phones to divide among them. */
interface Run {
  readonly spoken: readonly SpokenWord[];
  readonly sounds: readonly TimeRange[];
}

/** Splits words and phrases into runs, at the pauses between two words. */
function runsOf(spoken: readonly SpokenWord[], phrases: readonly (readonly TimeRange[])[]): Run[] {
  if (spoken.length === 0 || phrases.length === 0) return [];
  const pauses = runningSums(phrases.map((phrase) => phrase.length));
  const estimates = runningSums(spoken.map(({ sounds }) => sounds));
  const scale = pauses.at(-1)! / estimates.at(-1)!;
  const borders = spoken.map(({ pausing }, at) => ({ pausing, sounds: estimates[at]! * scale }));
  const matches = matchPauses(pauses.slice(0, -1), borders.slice(0, -1));
  const all = [...matches, { pause: phrases.length - 1, border: spoken.length - 1 }];
  let [phrase, word] = [0, 0];
  return all.map(({ pause, border }) => {
    const run = {
      spoken: spoken.slice(word, border + 1),
      sounds: phrases.slice(phrase, pause + 1).flat(),
    };
    [phrase, word] = [pause + 1, border + 1];
    return run;
  });
}

/** Divides the phones among the words: whole phones, at least one each; fractions if there are fewer phones than words. */
function share(spoken: readonly SpokenWord[], sounds: readonly TimeRange[]): TimeRange[] {
  const estimates = runningSums(spoken.map((word) => word.sounds));
  const ends = estimates.map((sum) => (sum / estimates.at(-1)!) * sounds.length);
  if (sounds.length >= spoken.length) {
    for (const [at, end] of ends.entries()) {
      const least = (ends[at - 1] ?? 0) + 1;
      const most = sounds.length - (ends.length - 1 - at);
      ends[at] = Math.min(Math.max(Math.round(end), least), most);
    }
  }
  return ends.map((end, at) => ({
    fromS: startOf(sounds, ends[at - 1] ?? 0),
    toS: endOf(sounds, end),
  }));
}

/** Returns the start of phone `position`, interpolated: 2.5 is the middle of phone 2. */
function startOf(sounds: readonly TimeRange[], position: number): number {
  return within(sounds[Math.floor(position)]!, position - Math.floor(position));
}

/** Returns the end of the first `position` phones, interpolated. */
function endOf(sounds: readonly TimeRange[], position: number): number {
  const last = Math.ceil(position) - 1;
  return within(sounds[last]!, position - last);
}

function within({ fromS, toS }: TimeRange, share: number): number {
  return fromS + (toS - fromS) * share;
}

function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
