const VOWELS = "(?:ai|au|oi|ia|iu|io|ua|ui|ea|eo|aa|[aeiou])";
const ONSET = "(?:ng|ny|sy|kh|gh|[bcdfghjklmnprstvwyz])";
const CODA = "(?:ng|kh|[bdfhklmnprst])";
/** Syllables of Malay: one consonant before the vowels, two between them; words from other languages can begin with two. */
const SHAPE = new RegExp(
  `^(?:(?:[bdfgkps][lrw]|s[kpt]r?|tr|kn)?|${ONSET})(?:${VOWELS}${CODA}?${ONSET})*${VOWELS}${CODA}?$`,
  "u",
);
/** Spellings that Malay has not: double letters, `ee`, a silent `e` at the end. */
const ENGLISH_SPELLING =
  /([b-df-hj-np-tv-z])\1|ee|oo|[aeo]y$|[aeo]w(?![aiueo])|ck|[cv]$|[^aeiou]y$|[bcdfgjklmnprstvz]e$|tion|igh|ight|ough|wh|q|x|dg|tch/u;

/** Returns whether a word in lower case could be Malay by its spelling. */
export function hasMalayShape(word: string): boolean {
  return SHAPE.test(word) && !ENGLISH_SPELLING.test(word);
}
