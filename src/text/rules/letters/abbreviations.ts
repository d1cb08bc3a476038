import {
  AFTER_NAMES,
  ANYWHERE,
  DOTLESS_AFTER_NAMES,
  DOTTED,
  NUMBERED,
  NUMBERED_PLACES,
  SLASHED,
  type Spoken,
  TITLES,
  TITLES_WITH_DOT,
  WITH_DOT,
} from "./abbreviationLists.ts";
import { isInCapitals } from "./capitals.ts";
import { AFTER_NUMBER, CHAT_SURE, CHAT_UNSURE, isTak, SPOONS } from "./chatMalay.ts";
import { beginsSentence, endsBlock } from "./sentenceStart.ts";
import type { Place, Reading, Rule } from "../rule.ts";

const NO_LATIN_AFTER = String.raw`(?![\p{Script=Latin}\p{M}\p{N}'_@\/&+#])`;
/** The text after an abbreviation that begins a name: a capital or a Han character. */
const NAME = /^ ?["'(]?(?:\p{Lu}|\p{Script=Han})/u;
const WORD = /^ \p{L}/u;
const NUMBER = /^ ?(?:#|\()?\d/;
/** A number or a letter after an abbreviation: "Blk. B", "Vol. II". */
const NUMBER_OR_LETTER = /^ (?:#?\d|(?:[IVXLC]{1,5}|[A-Z])(?![\p{L}\p{M}]| [A-Z](?!\p{L})))/u;
/** The title of a second person after a title: "Mr and Mrs Tan". */
const AND_TITLE =
  /^ (?:and|dan|or|atau|&) (?:Mr|Mrs|Ms|Miss|Dr|Prof|Pn|Puan|En|Tn|Hj|Hjh)(?!\p{L})/u;
/** A number, or the entry of a Malay form, after "No.": "No. Tel", "No. K/P". */
const NUMBER_OR_CAPITAL = /^ ?(?:[#(]?\d|[A-Z][A-Z\d/])/;
/** A time of day before "tgh", which then means noon: "12.15 tgh". */
const CLOCK_BEFORE = /(?<!\d)(?:1[12]|[1-3])(?:[.:][0-5]\d)? ?$/;
const LETTER_BEFORE = /(?<![\p{L}\p{N}])\p{Lu} $/u;
const DIGIT_BEFORE = /(?<![\p{L}\d])\d{1,20}[kKM]? ?$/u;
const CAPITALISED_BEFORE = /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}']*|\d{1,3}(?:st|nd|rd|th)) $/u;

/** A word that can be an abbreviation, with its dot. */
interface Abbreviation {
  /** Lower case, without the last dot. */
  readonly key: string;
  readonly hasDot: boolean;
  readonly isCapital: boolean;
  readonly place: Place;
}

function beforeName({ key, hasDot, isCapital, place }: Abbreviation): Spoken | null {
  const { after, before } = place;
  const road = isCapital && (hasDot || TITLES.has(key)) ? NUMBERED_PLACES.get(key) : undefined;
  if (road !== undefined && NUMBER.test(after)) return road;
  if (
    TITLES.has(key) &&
    (isCapital ? NAME.test(after) || AND_TITLE.test(after) : hasDot && WORD.test(after))
  )
    return DIGIT_BEFORE.test(before) && !hasDot ? null : (TITLES.get(key) ?? null);
  // "I saw the Dr. yesterday."
  if (hasDot && isCapital && (key === "dr" || key === "prof")) return TITLES.get(key) ?? null;
  const isFollowed = NAME.test(after) || AND_TITLE.test(after);
  const isTitle = hasDot && isCapital && isFollowed && !DIGIT_BEFORE.test(before);
  return (isTitle && TITLES_WITH_DOT.get(key)) || null;
}

/** Returns the words of `St.`, which is a saint before a name and a street after a name, and of `Dr.` for a drive. */
function saintOrStreet({ key, hasDot, isCapital, place }: Abbreviation): Spoken | null {
  if (!hasDot || (key !== "st" && key !== "dr")) return null;
  const precedes = NAME.test(place.after) && !beginsSentence(place.after);
  if (key === "dr") {
    const isDrive = isCapital && !precedes && /\d \p{Lu}\p{Ll}+ $/u.test(place.before);
    return isDrive ? ["Drive", "Drive"] : null;
  }
  if (precedes || (!isCapital && WORD.test(place.after))) return ["Saint", "Saint"];
  return CAPITALISED_BEFORE.test(place.before) ? ["Street", "Street"] : null;
}

/** The text after "no" in Malay where it means "number": "no fon", "no 1". */
const NUMBER_OF =
  /^ (?:fon|tel|telefon|akaun|acc|ic|kad|plat|siri|rumah|resit|invois|pendaftaran|rujukan|k\/p|matrik|hp|phone|\d)(?!\p{L})/iu;

function numbered({ key, hasDot, place }: Abbreviation): Spoken | null {
  if (
    key === "no" &&
    !hasDot &&
    NUMBER_OF.test(place.after) &&
    place.verbaliser()?.language === "ms"
  )
    return ["number", "nombor"];
  const spoken = hasDot ? NUMBERED.get(key) : undefined;
  if (spoken === undefined) return null;
  const isNumber =
    key === "no" || key === "bil" ? NUMBER_OR_CAPITAL : key.length < 3 ? NUMBER : NUMBER_OR_LETTER;
  if (isNumber.test(place.after)) return spoken;
  const isMalayNumber =
    key === "no" && WORD.test(place.after) && place.verbaliser()?.language === "ms";
  return isMalayNumber && !endsBlock(place.after) ? spoken : null;
}

function afterName({ key, hasDot, isCapital, place }: Abbreviation): Spoken | null {
  if (!isCapital || !(hasDot || DOTLESS_AFTER_NAMES.has(key))) return null;
  const isCompany = key === "sdn" || key === "bhd";
  if (!isCompany && !/[\p{L}\p{N}).],? $/u.test(place.before)) return null;
  return AFTER_NAMES.get(key) ?? null;
}

function anywhere({ key, hasDot, isCapital, place }: Abbreviation): Spoken | null {
  // "T Vs" is the plural of TV.
  if (isCapital && key === "vs") return null;
  // Here "etc" is a folder in a spoken path: "slash etc".
  if (key === "etc" && !hasDot && /(?:slash|miring) $/.test(place.before)) return null;
  if (ANYWHERE.has(key) && (hasDot || !isCapital || key === "etc"))
    return ANYWHERE.get(key) ?? null;
  if (!hasDot || endsBlock(place.after)) return null;
  if (key === "est" && !/^ (?:1\d|20)\d\d(?!\d)/.test(place.after))
    return ["estimated", "anggaran"];
  return WITH_DOT.get(key) ?? null;
}

const OPERATION = /^ (?:kuasa|tambah|tolak|darab|bahagi|sama dengan|per)(?!\p{L})/u;

function chat({ key, hasDot, isCapital, place }: Abbreviation): Spoken | null {
  // In spoken formulas and units "x" and "km" are not short forms: "x kuasa dua", "km h".
  if (key === "x" && OPERATION.test(place.after)) return null;
  if (key === "km" && /^[ /][hj](?!\p{L})/u.test(place.after)) return null;
  if (key === "x" && isTak(place.before, place.after))
    return place.verbaliser()?.language === "ms" ? ["tak", "tak"] : null;
  // In "Siti bt. Ahmad" "bt." means daughter; in "Km 23" "Km" is not a pronoun.
  if (/^b(?:t|te|inti)$/.test(key) && NAME.test(place.after))
    return isCapital ? null : ["binti", "binti"];
  if (key === "km" && /^ \d/.test(place.after)) return null;
  if (key === "tgh" && CLOCK_BEFORE.test(place.before)) return ["tengah hari", "tengah hari"];
  const spoon = DIGIT_BEFORE.test(place.before) ? SPOONS.get(key) : undefined;
  if (spoon !== undefined) return place.verbaliser()?.language === "ms" ? [spoon, spoon] : null;
  const sure = CHAT_SURE.get(key);
  const spoken = sure ?? CHAT_UNSURE.get(key);
  if (spoken === undefined) return null;
  if (sure !== undefined) return [sure, sure];
  if (hasDot && isCapital) return null;
  if (DIGIT_BEFORE.test(place.before) && !AFTER_NUMBER.has(key)) return null;
  // The end of a spoken address is not a short form: "contoh titik org".
  if (/\b(?:dot|titik) $/.test(place.before)) return null;
  return place.verbaliser()?.language === "ms" ? [spoken, spoken] : null;
}

/** Functions that find the words of an abbreviation, in the order in which they are tried. */
const FINDERS = [saintOrStreet, beforeName, numbered, afterName, anywhere, chat];

/** Returns the words of a word that is an abbreviation here; null for any other word. */
function spokenFor(word: string, place: Place): Spoken | null {
  const hasDot = word.endsWith(".");
  const bare = hasDot ? word.slice(0, -1) : word;
  const key = bare.toLowerCase();
  const isPlainCapital = bare === bare.toUpperCase() && key.length > 1 && !hasDot;
  const isCapital = /^\p{Lu}/u.test(bare);
  if (bare.includes(".")) return DOTTED.get(key) ?? null;
  if (isPlainCapital && CHAT_SURE.has(key) && isInCapitals(place)) {
    const spoken = CHAT_SURE.get(key)?.toUpperCase() ?? key;
    return [spoken, spoken];
  }
  if (isPlainCapital && !TITLES.has(key)) return null;
  for (const find of isPlainCapital ? [beforeName] : FINDERS) {
    const spoken = find({ key, hasDot, isCapital, place });
    if (spoken !== null) return spoken;
  }
  return null;
}

/** Returns the reading of an abbreviation. The dot stays in the text if it also ends the sentence. */
function reading([english, malay]: Spoken, word: string, place: Place): Reading | null {
  const language = place.verbaliser()?.language;
  if (language === undefined) return null;
  const isHan = language === "zh" && english === "number";
  const spoken = isHan ? "第" : language === "ms" ? malay : english;
  const isName = /^\p{Lu}/u.test(spoken);
  const isSentenceStart = !isName && /^\p{Lu}/u.test(word);
  const text = isSentenceStart ? (spoken[0] ?? "").toUpperCase() + spoken.slice(1) : spoken;
  const next = place.after[0] ?? "";
  if (!word.endsWith(".")) return { text: /\p{Script=Han}/u.test(next) ? `${text} ` : text };
  if (endsSentence(word, place)) return { text, length: word.length - 1 };
  return { text: /[\p{L}\p{N}]/u.test(next) && !isHan ? `${text} ` : text };
}

/** Abbreviations that no name follows: a capital after the dot begins a sentence. */
const PHRASES = new Set(["etc", "dll", "dsb", "dst", "ptg"]);

/** Returns whether the dot of an abbreviation also ends the sentence. */
function endsSentence(word: string, { after }: Place): boolean {
  if (endsBlock(after)) return true;
  const key = word.slice(0, -1).toLowerCase();
  if (key === "sdn" || key === "no") return false;
  if (NUMBERED.has(key) && NUMBER_OR_LETTER.test(after)) return false;
  if (/^(?:mrs?|ms|dr|prof)$/.test(key) && /^ \p{Lu}/u.test(after)) return false;
  if (PHRASES.has(key)) return /^["')\]]* ["'(]?\p{Lu}/u.test(after);
  return beginsSentence(after);
}

const word: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{M}\p{N}_@#]['\-]?)(?:[A-Za-z]{1,4}(?:\.[A-Za-z]{1,4}){1,3}|[A-Za-z]{1,6}2?)\.?${NO_LATIN_AFTER}(?!\.[\p{L}\p{N}])`,
    "uy",
  ),
  read([word], place) {
    if (LETTER_BEFORE.test(place.before) && /^\p{Lu}/u.test(word)) return null;
    const spoken = spokenFor(word, place);
    return spoken && reading(spoken, word, place);
  },
};

/** Abbreviations without a blank after their dot: `No.5`, `Dr.Lee`, `Jln.Ampang`. */
const joined: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern:
    /(?<![\p{Script=Latin}\p{M}\p{N}_@#]['-]?)[A-Za-z]{1,4}\.(?:(?=\p{Lu}\p{Ll})|\d{1,6}(?![\p{Script=Latin}\d]|[.,/-]\d))/uy,
  read([all], place) {
    const [, short = "", digits = ""] = /^([A-Za-z]+\.)(\d*)$/.exec(all) ?? [];
    const key = short.slice(0, -1).toLowerCase();
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    if (digits === "")
      return TITLES.has(key) ? reading(TITLES.get(key) ?? ["", ""], short, place) : null;
    // "P.045" is the code of a constituency and not a page.
    const spoken =
      digits.startsWith("0") && key === "p"
        ? undefined
        : (NUMBERED_PLACES.get(key) ?? NUMBERED.get(key))?.[verbaliser.language === "ms" ? 1 : 0];
    if (key === "no" && verbaliser.language === "zh") return verbaliser.ordinal(digits);
    return spoken === undefined ? null : `${spoken} ${verbaliser.cardinal(digits)}`;
  },
};

const slashed: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern:
    /(?<![\p{L}\p{M}\p{N}_@#/][-'.]?)(?:w\/(?:o\b)?|c\/o\b|n\/a\b|b\/c\b|a\/[lp]\b|d\/a\b|k\/p\b|t\/hari\b|s\/he\b)(?![\p{L}\p{N}/])/iuy,
  read([written], place) {
    const spoken = SLASHED.get(written.toLowerCase());
    if (spoken === undefined || (written !== "N/A" && /^(?:N|W)/.test(written))) return null;
    return reading(spoken, written, place);
  },
};

/** Abbreviations with their dots, and short forms of Malay chats. */
export const abbreviationsRules: readonly Rule[] = [slashed, word, joined];
