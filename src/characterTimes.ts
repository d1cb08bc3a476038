import type { Mark } from "./sound.ts";

/** When a character of the caller's text is spoken. */
export interface CharacterTime {
  /** A code point of the text. */
  readonly char: string;
  /** Seconds from the beginning of the sound; the end of the character before it. */
  readonly startS: number;
  readonly endS: number;
}

/** Times of the characters of a text that is spoken while it arrives. The spans of the characters tile the sound. */
export interface CharacterTimes {
  /** Adds a text that has arrived. */
  addText(text: string): void;
  /** Adds the marks of words, in order. */
  addMarks(marks: readonly Mark[]): void;
  /** Removes and returns the characters whose sound has ended by `untilS`. */
  take(untilS: number): CharacterTime[];
  /**
   * Tells that the text up to the UTF-16 place `place` has been spoken and that its sound ends at `endS`. Without more
   * marks the characters up to there end by then, the last one at `endS`, unless a blank or a mark follows: the silence
   * at the end then belongs to that.
   */
  end(place: number, endS: number): void;
}

/** White space, and the punctuation at which a speaker pauses: neither markup nor what opens a quotation. */
const PAUSE = /^[\s[\p{P}--\p{Ps}--\p{Pi}--[*_#\x26@%\/\\]]]/v;
/** Characters inside a word that have no sound: markup, emoji, white space, combining marks. */
const SILENT = /[\s*_~`\p{M}\p{Cf}\p{RI}\p{Extended_Pictographic}\p{Emoji_Modifier}]/v;
/** Sums of the same seconds can differ by a rounding error. */
const ROUNDING_S = 1e-6;

/**
 * Creates the times of the characters of a text. The time of a word is divided equally among its characters. The time
 * between two words belongs to the first white space or mark between them; without one it belongs to the last character
 * of the first word, and before the first word to its first character. Other characters between words, such as emoji
 * and markup, are silent and take no time.
 *
 * @example
 * const times = createCharacterTimes();
 * times.addText("Oh, hi.");
 * times.addMarks([{ start: 0, end: 2, fromS: 0, toS: 0.2 }, { start: 4, end: 6, fromS: 0.3, toS: 0.5 }]);
 * times.take(0.3); // O until 0.1, h until 0.2, "," until 0.3, " " until 0.3
 */
export function createCharacterTimes(): CharacterTimes {
  let text = "";
  /** Place up to which the characters have times. */
  let at = 0;
  let endS = 0;
  /** Place up to which the text has ended. */
  let endedAt = 0;
  let timed: CharacterTime[] = [];

  const add = (char: string, toS: number): void => {
    const startS = endS;
    endS = Math.max(endS, toS);
    timed.push({ char, startS, endS });
  };
  const timeWord = (end: number, toS: number): void => {
    const sinceS = endS;
    const chars = Array.from(text.slice(at, end));
    const weights = weightsOf(chars);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let done = 0;
    for (const [index, char] of chars.entries()) {
      done += weights[index]!;
      add(char, done === total ? toS : sinceS + ((toS - sinceS) * done) / total);
    }
    at = Math.max(at, end);
  };
  /** Adds the characters up to `end`, whose sound ends at `toS`. */
  const timeGap = (end: number, toS: number): void => {
    const chars = Array.from(text.slice(at, end));
    const pause = chars.findIndex((char) => PAUSE.test(char));
    if (pause < 0 && !(chars.length === 0 && isPauseNext())) lengthenLast(toS);
    for (const [index, char] of chars.entries()) add(char, index === pause ? toS : endS);
    at = Math.max(at, end);
  };
  /** Moves the end of the last character, unless it has been taken. */
  const lengthenLast = (toS: number): void => {
    const last = timed.at(-1);
    if (last === undefined || toS <= endS) return;
    timed[timed.length - 1] = { ...last, endS: toS };
    endS = toS;
  };
  /** Whether no later mark can move the end of the last character. */
  const isLastKnown = (): boolean => at === endedAt || isPauseNext();
  const isPauseNext = (): boolean => PAUSE.test(text.slice(at, at + 2));

  return {
    addText: (piece) => void (text += piece),
    addMarks(marks) {
      for (const { start, end, fromS, toS } of marks) {
        timeGap(start, fromS);
        timeWord(end, toS);
      }
    },
    take(untilS) {
      const known = timed.length - (isLastKnown() ? 0 : 1);
      const later = timed.findIndex((each) => each.endS > untilS + ROUNDING_S);
      return timed.splice(0, Math.max(0, later < 0 ? known : Math.min(later, known)));
    },
    end(place, soundEndS) {
      timeGap(place, soundEndS);
      if (!isPauseNext()) lengthenLast(soundEndS);
      endS = Math.min(endS, soundEndS);
      endedAt = at;
      timed = timed.map((each) => ({
        ...each,
        startS: Math.min(each.startS, soundEndS),
        endS: Math.min(each.endS, soundEndS),
      }));
    },
  };
}

/** Returns the shares of the characters of a word in its time. */
function weightsOf(chars: readonly string[]): number[] {
  const weights = chars.map((char) => (SILENT.test(char) ? 0 : 1));
  return weights.includes(1) ? weights : chars.map(() => 1);
}

/** Integer times of characters. */
export interface CharacterMs {
  readonly chars: readonly string[];
  readonly startsMs: readonly number[];
  readonly durationsMs: readonly number[];
}

/**
 * Returns whole milliseconds since `originMs`. The borders between characters are rounded, not the durations, so that
 * spans tile and no error adds up.
 */
export function toMs(times: readonly CharacterTime[], originMs: number): CharacterMs {
  return {
    chars: times.map(({ char }) => char),
    startsMs: times.map(({ startS }) => ms(startS) - originMs),
    durationsMs: times.map(({ startS, endS }) => ms(endS) - ms(startS)),
  };
}

function ms(seconds: number): number {
  return Math.round(seconds * 1000);
}
