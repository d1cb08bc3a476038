import type { Mark } from "./sound.ts";

/** When a character of the caller's text is spoken: from the end of the character before it to `endS`. */
export interface CharacterTime {
  /** A code point of the text. */
  readonly char: string;
  /** Seconds from the beginning of the sound. */
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
   * marks the characters up to there end by then, the last one at `endS`.
   */
  end(place: number, endS: number): void;
}

/** White space and punctuation, where a speaker pauses. */
const PAUSE = /[\s\p{P}]/u;
/** Marks of two clocks can differ by a rounding error, seconds. */
const ROUNDING_S = 1e-6;

/**
 * Creates the times of the characters of a text. A word's time is divided equally among its characters. The time between
 * two words belongs to the white space or the mark between them: to the first one, or without one to the word after it.
 * Other characters between words, such as emoji and markup, are silent and take no time.
 *
 * @example
 * const times = createCharacterTimes();
 * times.addText("Oh, hi.");
 * times.addMarks([{ start: 0, end: 2, fromS: 0, toS: 0.2 }, { start: 4, end: 6, fromS: 0.3, toS: 0.5 }]);
 * times.take(0.3); // O 0.1, h 0.2, "," 0.3, " " 0.3
 */
export function createCharacterTimes(): CharacterTimes {
  let text = "";
  /** Place up to which the characters have times. */
  let at = 0;
  let endS = 0;
  let timed: CharacterTime[] = [];
  /** True if the end of the last word can still move, because what follows the word is unknown. */
  let isOpen = true;
  const timeWord = (end: number, toS: number): void => {
    const chars = Array.from(text.slice(at, end));
    const sinceS = endS;
    endS = Math.max(endS, toS);
    const stepS = (endS - sinceS) / chars.length;
    chars.forEach((char, index) => {
      const isLast = index === chars.length - 1;
      timed.push({ char, endS: isLast ? endS : sinceS + stepS * (index + 1) });
    });
    at = Math.max(at, end);
  };
  /** Gives the time until `toS` to the first pause before `end`. Returns false if no pause is there. */
  const timeGap = (end: number, toS: number): boolean => {
    const chars = Array.from(text.slice(at, end));
    const pause = chars.findIndex((char) => PAUSE.test(char));
    chars.forEach((char, index) => {
      if (index === pause) endS = Math.max(endS, toS);
      timed.push({ char, endS });
    });
    at = Math.max(at, end);
    return pause >= 0;
  };
  return {
    addText: (piece) => void (text += piece),
    addMarks(marks) {
      isOpen ||= marks.length > 0;
      for (const { start, end, fromS, toS } of marks) {
        timeGap(start, fromS);
        timeWord(end, toS);
      }
    },
    take(untilS) {
      const held = isOpen && at === text.length ? timed.length - 1 : timed.length;
      const first = timed.findIndex(
        (each, index) => each.endS > untilS + ROUNDING_S || index === held,
      );
      const count = first < 0 ? timed.length : first;
      const taken = timed.slice(0, count);
      timed = timed.slice(count);
      return taken;
    },
    end(place, soundEndS) {
      const hasPause = timeGap(place, soundEndS);
      const last = timed.at(-1);
      isOpen = false;
      if (!hasPause && last !== undefined) timed[timed.length - 1] = { ...last, endS: soundEndS };
      endS = Math.max(endS, soundEndS);
      timed = timed.map((each) => ({ ...each, endS: Math.min(each.endS, soundEndS) }));
    },
  };
}
