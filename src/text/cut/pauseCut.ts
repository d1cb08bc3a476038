/** A mark after a word, at which a speaker pauses. */
const CLAUSE_END = /(?<=\p{L}{2})[,;:\u2014](?= )|[\uff0c\uff1b\uff1a\u3001](?=[^])/gu;
/** A blank between two words in small letters, which belong to no number, name or abbreviation. */
const BETWEEN_WORDS = /(?<=(?:^|[\s"'(])\p{Ll}{2,40})(?= \p{Ll}{2})/gu;

/**
 * Returns the length of the text that can be spoken before the rest of its sentence has come: up to the last clause
 * mark after `start`, else to the last blank between two plain words; 0 if there is neither. No token is cut:
 * `RM12` may become `RM12.50`.
 */
export function pauseLength(text: string, start: number): number {
  return lastEnd(text, start, CLAUSE_END) || lastEnd(text, start, BETWEEN_WORDS);
}

function lastEnd(text: string, start: number, pattern: RegExp): number {
  let end = 0;
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    end = match.index + match[0].length;
    pattern.lastIndex = Math.max(end, match.index + 1);
  }
  return end;
}
