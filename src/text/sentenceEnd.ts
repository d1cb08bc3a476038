/** Abbreviations of English and Malay, in lower case and without dots. Their dot seldom ends a sentence. */
const ABBREVIATIONS = new Set(
  (
    "mr mrs ms dr prof st sr jr rev hon gen col capt lt sgt vs etc eg ie approx no fig vol pp inc ltd co corp dept est " +
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun am pm " +
    "rd ave blvd hwy ln ct pkwy expy apt ste bldg bros univ maj cmdr cpl gov lieut asst govt misc incl excl avg temp " +
    "assn supt atty esq rte hrs mins secs yrs mo mos yr wk wks mth mths lb lbs oz tbsp tsp gal qt sq ft mi yd yds " +
    "tel ext cf al viz ch sec figs vols nos " +
    "pn en hj hjh mohd muhd mhd md abd tn sdr sdri ust ustz ybhg jln tmn lrg kg sg bt bkt bdr tkt blk bhg sdn bhd dll dsb spt cth ptg"
  ).split(" "),
);
/** Abbreviations only before a number, "p. 45"; elsewhere they can be words. */
const BEFORE_NUMBER =
  /^(?:p|pg|par|para|eq|eqs|art|ver|ed|blk|tkt|bhg|psl|hlm|seks|cl|ref|refs|app|jil|raj|bil|hal|jld|samb|ms|fn|ex|exp|rd|qty|wt|ht|rm|rs|rp)$/i;
/** Abbreviations before a name. Only the forms with a capital are listed, because in small letters they are words. */
const TITLE =
  /^(?:Mt|Mts|Sen|Rep|Pres|Messrs|Kol|Kapt|Kpt|Mej|Sarj|Insp|Ustzh|Ir|Amb|Ald|Adm|Fr|Brig|Pvt|Pt)$/;
/** Abbreviations before a number or an amount of money: "min. RM5". */
const BEFORE_AMOUNT = /^(?:min|max|maks|amt)$/i;
/** Abbreviations that never end a sentence if a capital follows, because the capital begins a name. */
const BEFORE_NAME = /^(?:mr|mrs|ms|dr|prof|pn|en|hj|hjh|mohd|muhd|mhd|md|abd)$/i;
/** The text before the dot of a list item: `a. first`, `ii. second`. */
const ENUMERATOR = /^\s*\(?(?:[a-z]|[ivx]{2,4})$/i;
/** `6.1 in. screen`, `10 min. before`: a unit in the middle of a sentence. */
const UNIT = /\d ?(?:in|min|sec|cm|mm|km|kg|ml)$/;
/** Words that begin a sentence; after an abbreviation inside a sentence they are rare. */
const STARTER =
  /^(?:the|a|an|i|it|he|she|we|you|they|this|that|these|those|there|then|but|and|so|in|on|at|if|when|what|who|where|why|how|my|our|his|her|its|their|after|before|however|later|next|nobody|everyone|no|yes|please|dia|mereka|kami|kita|saya|kemudian|selepas|tetapi|namun|jadi|ini|itu|dan|pada)(?![\p{L}\p{N}'.-])/iu;
/** Length of the text before and after a mark that decides whether the mark ends a sentence, UTF-16 units. */
export const SENTENCE_CONTEXT = 24;

/** A punctuation mark with the closing quotes and brackets after it, and the text around it. */
export interface Mark {
  readonly mark: string;
  /** At least the last SENTENCE_CONTEXT units of the sentence before the mark. */
  readonly before: string;
  /** At least the first SENTENCE_CONTEXT units after the mark; "" at the end of the text. */
  readonly after: string;
}

/**
 * Returns whether a mark ends a sentence. A dot after an abbreviation or an initial ends a sentence only before a
 * capitalised STARTER or at the end of the text.
 */
export function endsSentence({ mark, before, after }: Mark): boolean {
  if (!/^[.!?\u2026]/.test(mark)) return true;
  const next = after.slice(0, SENTENCE_CONTEXT).trimStart();
  if (next === "") return true;
  // "Really?" she said. — "Well... perhaps."
  const continued = mark.length > 1 || mark.startsWith("\u2026");
  if (continued && /^\p{Ll}/u.test(next)) return false;
  if (mark === "!" && /\d$/.test(before) && /^[=+×÷/*]/.test(next)) return false; // "5! = 120"
  if (continued && /^[=≈≤≥×÷]/.test(next)) return false; // "0.333... ≈ 1/3"
  if (!/^\.["')\]]*$/.test(mark)) return true;
  const word = lastWord(before);
  if (BEFORE_AMOUNT.test(word) && /^(?:RM|\$|\d)/.test(next)) return false;
  if (BEFORE_NUMBER.test(word) && /^[(#]?\d/.test(next)) return false;
  if (ENUMERATOR.test(before)) return false;
  if (UNIT.test(before) && /^\p{Ll}/u.test(next)) return false;
  if (/\s$/.test(before) && /^[.\p{Ll}]/u.test(next)) return false; // ". . ."
  if (!isAbbreviation(word)) return true;
  if (BEFORE_NAME.test(word) && /^\p{Lu}/u.test(next)) return false;
  return /^\p{Lu}/u.test(next) && STARTER.test(next);
}

/** Returns whether the text after a mark can change the result of `endsSentence`. */
export function dependsOnNext({ mark, before }: Omit<Mark, "after">): boolean {
  if (!/^[.!?\u2026]/.test(mark)) return false;
  if (mark.length > 1 || mark.startsWith("\u2026")) return true;
  if (mark === "!") return /\d$/.test(before);
  if (mark !== ".") return false;
  const word = lastWord(before);
  if (ENUMERATOR.test(before) || /\s$/.test(before)) return true;
  return (
    isAbbreviation(word) ||
    UNIT.test(before) ||
    BEFORE_NUMBER.test(word) ||
    BEFORE_AMOUNT.test(word)
  );
}

/** Returns the letters and dots directly before a mark; "" if there are none. */
function lastWord(before: string): string {
  return /([\p{L}.]+)$/u.exec(before.slice(-SENTENCE_CONTEXT))?.[1] ?? "";
}

/**
 * Returns whether a word is a listed abbreviation, a single initial (J.), or letters with dots between (U.S, a.m, Ph.D).
 */
function isAbbreviation(word: string): boolean {
  if (/^\p{Lu}$/u.test(word) && word !== "I") return true;
  if (/^(?:\p{L}{1,2}\.){1,5}\p{L}{1,2}$/u.test(word) || TITLE.test(word)) return true;
  return ABBREVIATIONS.has(word.replaceAll(".", "").toLowerCase());
}
