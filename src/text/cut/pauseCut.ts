/** Punctuation after a word at which a speaker pauses. */
const CLAUSE_END = /(?<=\p{L}{2})[,;:\u2014](?= )|[\uff0c\uff1b\uff1a\u3001](?=[^])/gu;
/** The end of a word in small letters before another, where no number, name or abbreviation is cut. */
const BETWEEN_WORDS = /(?<=(?:^|[\s"'(])\p{Ll}{2,40})(?= \p{Ll}{2})/gu;

/**
 * Returns the length of the text that can be spoken before the rest of its sentence arrives: up to the last clause mark
 * after `start`, or, without a clause mark, up to the last blank between two words in small letters; 0 without either.
 * No token is cut, because `RM12` can become `RM12.50`.
 */
export function pauseLength(text: string, start: number): number {
  return lastEnd(text, start, CLAUSE_END) || lastEnd(text, start, BETWEEN_WORDS);
}

/** Returns the end of the last match of a pattern after `start`; 0 without a match. */
function lastEnd(text: string, start: number, pattern: RegExp): number {
  let end = 0;
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    end = match.index + match[0].length;
    pattern.lastIndex = Math.max(end, match.index + 1);
  }
  return end;
}
