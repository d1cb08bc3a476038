/** A mark after a word at which a clause ends. A colon or a dash needs a blank after it, because of `http:` and `12:30`. */
const CLAUSE_END =
  /(?<=\p{L}{2}["'\u201d\u2019)\]*_]{0,3})(?:[,;](?![^\s])|:(?= )|\u2014|(?: [-\u2013\u2014])(?= ))|[\uff0c\uff1b\uff1a\u3001]/gu;
/** The end of a word in small letters before another, where no number, name or abbreviation is cut. */
const BETWEEN_WORDS = /(?<=(?:^|[\s"'(])\p{Ll}{2,40})(?= \p{Ll}{2})/gu;
const AFTER_WORD = /(?<=\S)(?=\s)/g;

/**
 * Returns the length of the first clause of an open sentence that has at least `chars` characters with its mark; 0
 * without such a clause. Text before `start` is not searched.
 */
export function clauseLength(text: string, start: number, chars: number): number {
  const first = text.length - text.trimStart().length;
  for (const end of ends(text, start, CLAUSE_END)) if (end - first >= chars) return end;
  return 0;
}

/**
 * Returns the length of an open sentence up to the end of a word: the last between two words in small letters, if that
 * leaves less than a half, else the last that a blank follows; the whole length without any, as in Chinese. `RM12` can
 * become `RM12.50`, so small letters are preferred.
 */
export function wordsLength(text: string, start: number): number {
  const last = (pattern: RegExp): number => [...ends(text, start, pattern)].at(-1) ?? 0;
  const between = last(BETWEEN_WORDS);
  return between > text.length / 2 ? between : last(AFTER_WORD) || text.length;
}

/** Yields the ends of the matches of a pattern after `start`; no match ends at `start` itself. */
function* ends(text: string, start: number, pattern: RegExp): Generator<number> {
  for (const match of text.slice(start).matchAll(pattern))
    yield start + match.index + match[0].length;
}
