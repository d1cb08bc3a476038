import { ENGLISH, ENGLISH_LOANS } from "./english.ts";
import { MALAY } from "./malay.ts";
import { CHAT_SURE } from "../rules/letters/chatMalay.ts";
import { MALAY_NAMES } from "./malayNames.ts";
import { OTHER } from "./otherLanguages.ts";

/** Malay words with affixes. The letters after a prefix are limited to those that English words seldom have there. */
const AFFIXED = new RegExp(
  [
    "(?:meng|meny|mem[bfp]|men[cdjtsz]|peng|peny|pem[bi]|pen[cdj])\\p{L}{3,}",
    "me[lr][aiu]\\p{L}{3,}|memu\\p{L}{3,}|mema\\p{L}{3,}|memi\\p{L}{3,}|mena[hijkmnrtw]\\p{L}{2,}|menu[lmnr]\\p{L}{2,}|mew[au]\\p{L}{3,}",
    "ber\\p{L}{4,}",
    "ter[bcdgjklnpst]\\p{L}{3,}",
    "di[bhjkwy]\\p{L}{3,}",
    "di[gm][au]\\p{L}{3,}",
    "di[pt][aeiou]\\p{L}{3,}",
    "(?:per|pel|pen|pem|ke(?!(\\p{L})\\1))\\p{L}{4,}an",
    "\\p{L}{3,}(?:kan|nya|kah|lah)",
    // Loan words in Malay spelling: kapasiti, inflasi, teknologi.
    "\\p{L}{3,}(?:asi|[lrsv]iti|ologi|isme)",
  ]
    .map((form) => `^${form}$`)
    .join("|"),
  "u",
);
/** English words and names that match AFFIXED. */
const NOT_MALAY = new RegExp(
  [
    "^member(?:s|ships?)?$|^membran|^memph|^ment(?:al|ion|or|hol|ee)|^mens|^mend(?:s|ed|ing|er|el|oza|aci)",
    "^mela(?:nc|ni|no|mi|to|sm)|^meli(?:ss|nd|or|or)|^mera(?:ng)|^meri(?:t|no|di|ng|da|am|an)|^memor|^menac|^menag|^menar(?:d|ch)|^menarini|^menahem",
    "^penguin|^pembrok|^penc(?:il|h)|^pend(?:ant|ing$|ul|ent)|^pennsyl|^pelican|^persian|^peruvian",
    "^ber(?:ry|ries|lin(?:ers?)?|nardo?|nhard|noullis?|nie|nice|keley|kshire|gamot|ing|enice|thas?)$|^ber(?:mud|eav|eft|serk)",
    "^ter(?:tiar|nary|tull|ps|cent|gal|pene)|^dib(?:ble|s)|^dijon|^dihy|^dihed|^diwal|^digamma|^dipole|^dipep|^keny|^keynes|^keegan",
    "(?:bal|alas|lan|bras|vul|wis)kan$|bekah$|(?:ul|al|mul|wal)lah$|delilah$|beulah$",
  ].join("|"),
  "u",
);
/** Plurals and past forms that only English has: `dogs`, `assignments`, `boxes`, `confirmed`, `weekly`. */
const ENGLISH_ENDING =
  /^\p{L}{2,}(?:[bdglrt]s|[aeiou]ps|ies|[csx]hes|xes|[bcdfgkmnpstvwx]ed|[kl]ely|[^aeiou]ly)$/u;
const ENGLISH_CONTRACTION = /n't$|'(?:s|re|ve|ll|m|d)$/u;
const FOREIGN_LETTER = /[^\0-\x7f]/u;
const CAPITALISED = /^\p{Lu}/u;

/** A single letter other than "I" and "a", or a name in code (`camelCase`). */
const LETTER_OR_CODE = /^[A-HJ-Zb-z]$|\p{Ll}\p{Lu}/u;
/**
 * Articles and pronouns of French and Italian before a vowel: `l'eau`, `C'est`. Before a capital they are parts of
 * names.
 */
const ELISION = /^(?:[CDJLMNSTcdjlmnst]|[Qq]u|dell|nell)'[aeiouhàâéèêîô]/u;

/**
 * The language of a Latin word. `name`: a part of Malay names. `loan`: an English word that Malaysians use in all their
 * languages. `ending`: English, known only by the ending. `listed`: in the list of other languages. `spelled`: in another language, known only by the spelling.
 */
export type LatinWord = "en" | "ms" | "name" | "loan" | "ending" | "listed" | "spelled" | null;

/**
 * Returns the language of a Latin word by the word lists, Malay affixes, English endings and foreign letters; null if the
 * word is in both lists or nothing is known.
 *
 * @example
 * latinWord("dikatakan"); // "ms"
 * latinWord("digital"); // null
 */
export function latinWord(word: string): LatinWord {
  const lower = word.toLowerCase();
  if (LETTER_OR_CODE.test(word)) return null;
  const isEnglish = ENGLISH.has(lower);
  const isMalay = MALAY.has(lower);
  if (isEnglish || isMalay) return isEnglish === isMalay ? null : isEnglish ? "en" : "ms";
  if (CHAT_SURE.has(lower)) return "ms";
  if (MALAY_NAMES.has(lower)) return "name";
  if (ENGLISH_LOANS.has(lower)) return "loan";
  // A short word with a capital can be a part of a name: Los Angeles.
  if (OTHER.has(lower)) return word.length < 4 && CAPITALISED.test(word) ? "spelled" : "listed";
  if (ELISION.test(word)) return "listed";
  if (FOREIGN_LETTER.test(lower)) return "spelled";
  if (lower.includes("'")) return ENGLISH_CONTRACTION.test(lower) ? "en" : null;
  if (word.length > 24) return null;
  if (AFFIXED.test(lower) && !NOT_MALAY.test(lower)) return "ms";
  if (CAPITALISED.test(word)) return null;
  return ENGLISH_ENDING.test(lower) ? "ending" : inflected(lower);
}

/** Returns what a known English word with an ending is: `likes` is English, `shares` and `rating` are loans. */
function inflected(word: string): LatinWord {
  const [, stem = "", ending = ""] = /^([a-z]{3,})(s|ing)$/.exec(word) ?? [];
  if (ending === "s" && ENGLISH.has(stem)) return "ending";
  const isKnown = [stem, `${stem}e`].some((each) => ENGLISH.has(each) || ENGLISH_LOANS.has(each));
  return isKnown ? "loan" : null;
}
