import {
  ACRONYMS,
  LONGER_WORDS,
  SHORT_WORDS,
  SPELLED,
  SPELLED_ALONE,
  VOWELLESS,
} from "./capitalLists.ts";
import type { Place } from "../rule.ts";

const ONSET =
  "(?:[BCFGKPTV]R|DR|[BCFGKPS]L|[CGPSTKW]H|CHR|THR|SHR|PHR|SCH|S[CKMNPTWQ]|SCR|SPL|SPR|STR|TW|DW|[GK]N|N[GY]|PS|QU|SY|WR|TS|[BCDFGHJKLMNPQRSTVWYZ])";
const VOWELS = "(?:A[AEIUY]?|E[AEIUY]?|EAU|I[AEOU]?|O[AEIOUY]?|U[AEIOY]?|Y)";
const MIDDLE = "[BCDFGHJKLMNPQRSTVWXYZ]{1,3}";
const CODA =
  "(?:[BCDFGHKLMNPRSTWXZ]|C[KHT]|F[FT]|GH|GHT|K[S]|L[DFKLMPST]|M[PSA]|N[DGKST]|NCH|NGS|NKS|NTS|P[HST]|R[BCDFGKLMNPST]|RCH|RST|RTH|RTS|S[HKPST]|T[HSTZ]|TCH|THS|W[LNS]|XT|ZZ|LLS|LTH|NTH|RLD|RDS)";
/**
 * A run that can be a word of English or Malay, by the consonants at its start, its vowels and the consonants at its
 * end.
 */
const PRONOUNCEABLE = new RegExp(`^${ONSET}?${VOWELS}(?:${MIDDLE}${VOWELS}){0,2}${CODA}?$`);
const VOWEL = /[AEIOUY]/;
const VOWEL_WITHOUT_Y = /[AEIOU]/;
/** A time in digits or words: "AT 10 AM". */
const TIME_AFTER =
  /^ (?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)(?!\p{L}))/iu;
/** Words of numbers, which stand in small letters in a sentence that was read before. */
const SPOKEN_NUMBER =
  /(?<!\p{L})(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|point|percent|a m|p m|kosong|satu|dua|tiga|empat|lima|enam|tujuh|lapan|sembilan|sepuluh|sebelas|belas|puluh|ratus|ribu|juta|seratus|seribu|perpuluhan|peratus|ringgit|sen)(?!\p{L})/gu;
const LOWER = /\p{Ll}/u;
const LOWER_OR_HAN = /[\p{Ll}\p{Script=Han}]/u;
const SENTENCE_MARKS = ".!?\u3002\uff01\uff1f";
const SENTENCE_MARK = /[.!?\u3002\uff01\uff1f]/;
const CAPITAL_WORD = /(?<![\p{L}\p{N}])\p{Lu}{2,24}(?![\p{L}\p{N}])/gu;

/** Returns whether a run of two or more capitals is an ordinary word, by the lists, its length and its sound. */
function isOrdinary(run: string): boolean {
  if (SHORT_WORDS.has(run) || LONGER_WORDS.has(run) || VOWELLESS.has(run)) return true;
  if (SPELLED.has(run) || run.length < 4) return false;
  return run.length > 5 || PRONOUNCEABLE.test(run);
}

/**
 * Returns whether a run of capitals is spelled. Acronyms that are spoken as words, words in capitals for emphasis, words of
 * a sentence in capitals, and runs of more than five letters are not spelled.
 *
 * @example
 * isSpelled("KLCC", place); // true
 * isSpelled("NASA", place); // false
 */
export function isSpelled(run: string, place: Place): boolean {
  if (run.length < 2 || run.length > 5 || ACRONYMS.has(run)) return false;
  if (VOWELLESS.has(run)) return false;
  if (isInName(run, place)) return false;
  if (!VOWEL.test(run)) return true;
  if (run.length < 4 && !SHORT_WORDS.has(run) && !VOWEL_WITHOUT_Y.test(run)) return true;
  if (run === "LA") return place.verbaliser()?.language !== "ms" && !isBesideCapitals(place);
  if (run === "AS") return place.verbaliser()?.language === "ms";
  if (run === "AT" && TIME_AFTER.test(place.after)) return false;
  if (SPELLED_ALONE.has(run)) return !isBesideCapitals(place);
  if (isOrdinary(run)) return false;
  return SPELLED.has(run) || !isInCapitals(place);
}

/** `ALI BIN ABU`, `SITI BINTI OMAR`, as banks write names; the letters of a name have a vowel. */
function isInName(run: string, { before, after }: Place): boolean {
  if (/^(?:BIN|BINTI|BT)$/.test(run))
    return /\p{Lu}{2} $/u.test(before) && /^ \p{Lu}{2}/u.test(after);
  return /(?<!\p{L})(?:BIN|BINTI) $/u.test(before) || /^ (?:BIN|BINTI)(?!\p{L})/u.test(after);
}

/** Returns whether the word before or after the token is an ordinary word in capitals. */
function isBesideCapitals({ before, after }: Place): boolean {
  const neighbours = [
    /(?<![\p{L}\p{N}])(\p{Lu}{2,24})[ ,]{1,2}$/u.exec(before)?.[1],
    /^[ ,]{1,2}(\p{Lu}{2,24})(?![\p{L}\p{N}])/u.exec(after)?.[1],
  ];
  return neighbours.some((word) => word !== undefined && isOrdinary(word));
}

/** Returns whether the sentence is in capitals: it has no small letter and at least three words, mostly ordinary ones. */
export function isInCapitals({ text, start, end, before, after }: Place): boolean {
  const afterEnd = after.search(SENTENCE_MARK);
  const right = afterEnd === -1 ? after : after.slice(0, afterEnd);
  if (LOWER.test(right.replace(SPOKEN_NUMBER, ""))) return false;
  const written = before.slice(lastMark(before) + 1) + text.slice(start, end) + right;
  const sentence = written.replace(SPOKEN_NUMBER, "");
  if (LOWER_OR_HAN.test(sentence)) return false;
  const words = sentence.match(CAPITAL_WORD) ?? [];
  return words.length > 2 && 2 * words.filter(isOrdinary).length >= words.length;
}

/** Returns the index of the last punctuation mark that ends a sentence; -1 without one. */
function lastMark(text: string): number {
  for (let index = text.length - 1; index >= 0; index -= 1)
    if (SENTENCE_MARKS.includes(text[index] ?? " ")) return index;
  return -1;
}
