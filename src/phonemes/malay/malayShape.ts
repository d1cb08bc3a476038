const VOWELS = "(?:ai|au|oi|ia|iu|io|ua|ui|ea|eo|aa|ee|[aeiou])";
const ONSET = "(?:ng|ny|sy|kh|gh|[bdgkpt][rl]|[bcdfghjklmnprstvwyz])";
const CODA = "(?:ng|kh|[bdfhklmnprst])";
/** Syllables of Malay and of its loans, which begin with up to three consonants: `stadium`, `struktur`. */
const SYLLABLES = new RegExp(
  `^(?:f[lr]|s[lw]|s[kpt]r?|kn|${ONSET})?(?:${VOWELS}${CODA}?${ONSET})*${VOWELS}${CODA}?$`,
  "u",
);
/** Spellings that Malay does not have: double consonants, `oo`, a silent `e` at the end. */
const ENGLISH_SPELLING =
  /(?!(?<=n)gg)([b-df-hj-np-tv-z])\1|(?<!^[ks])ee|oo|[aeo]y$|[aeo]w(?![aiueo])|ck|[cv]$|[^aeiou]y$|[bcdfgjklmnprstvz]e$|tion|igh|ight|ough|wh|q|x|dg|tch/u;

/** Returns whether a word in small letters has a spelling that only English has. */
export function hasEnglishSpelling(word: string): boolean {
  return ENGLISH_SPELLING.test(word);
}

/** Returns whether a word in small letters could be Malay by its syllables. */
export function hasMalayShape(word: string): boolean {
  return SYLLABLES.test(word) && !hasEnglishSpelling(word);
}
