import { type Edit, replaced, trace, type Traced } from "./spans.ts";

/**
 * Text that needs no cleaning of characters. This check avoids the patterns below, whose first use takes tens of
 * milliseconds.
 */
const ASCII = /^[\t\n -~]*$/;
/**
 * Longest run of combining marks that is kept. NFC of a long run of mixed marks takes quadratic time (9 s for 100,000 in
 * Bun 1.4.5).
 */
const MAX_MARKS = 30;
const MARK_RUN = new RegExp(`(?<=\\p{M}{${MAX_MARKS}})\\p{M}+`, "gu");
const LINE_END = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/**
 * Removed: lone surrogates, controls except tab and newline, bidi controls, zero-width characters, soft hyphen, byte
 * order mark, variation selectors, tags, noncharacters, private use. The group `kept` matches an emoji with its joiners,
 * selectors and tags, and a joiner after a letter of a script that needs joiners for its shapes.
 */
const INVISIBLE = new RegExp(
  String.raw`(?<kept>\p{RGI_Emoji}|\p{Emoji}\ufe0f|(?<=[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Nkoo}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{Mn}])[\u200c\u200d])` +
    String.raw`|[\p{Cs}\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\p{Co}\p{Noncharacter_Code_Point}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]`,
  "gv",
);
const BLANK = /[\t\p{Zs}]+/gu;
/** One character with its combining marks, or a Hangul syllable with its second and third part. */
const CLUSTER =
  /[^\0-\x7f\p{M}\u1161-\u11ff][\p{M}\u1161-\u11ff]*|[\0-\x7f][\p{M}\u1161-\u11ff]+|[\p{M}\u1161-\u11ff]+/gu;
/**
 * Compatibility forms that differ only in appearance: letterlike signs, Roman numerals, ligatures, Arabic forms, full
 * and half width (except the punctuation of Han text), mathematical letters, squared units. Superscripts, fractions,
 * circled digits and trade marks have a meaning of their own and are kept.
 */
const LOOKALIKE =
  /[\u02b0-\u02b8\u1d2c-\u1d6a\u2080-\u208e\u2090-\u209c\u2100-\u2116\u2118-\u211f\u2121\u2123-\u2138\u213a-\u214f\u2160-\u217f\u2474-\u24c1\u24c3-\u24e9\u3300-\u33ff\ufb00-\ufdff\ufe50-\ufe6b\ufe70-\ufefc\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff9f\uffe0-\uffe6\u{1d400}-\u{1d7ff}]/gu;
/** Quotes, hyphens and dashes: the form that is kept, and the forms that it replaces. */
const FORMS = new Map(
  Object.entries({
    "'": "\u00b4\u02b9\u02bc\u2018\u2019\u201a\u201b\u2032",
    '"': "\u201c\u201d\u201e\u201f\u2033",
    "-": "\u2010\u2011\ufe63",
    "\u2013": "\u2012",
    "\u2014": "\u2015\u2e3a\u2e3b",
    "...": "\u2025\u2026\u22ef",
    "/": "\u2044\u2215",
    ":": "\u2236",
    "~": "\u223c\u301c",
    "*": "\u2217",
    "#": "\u266f",
    "!": "\u203c",
    "?": "\u2047\u2048\u2049",
  }).flatMap(([form, others]) => Array.from(others, (other): [string, string] => [other, form])),
);
const OTHER_FORM = new RegExp(`[${[...FORMS.keys()].join("")}]`, "gu");
const REPEATED = /[!?]{2,}|[\uff01\uff1f]{2,}|\.{4,}|\u3002{2,}/g;
/**
 * A backtick instead of an apostrophe: before the end of a contraction, or between letters if the line has no other
 * backtick.
 */
const TICK =
  /(?<=\p{sc=Latn})`(?=(?:t|s|re|ve|ll|d|m)(?![\p{L}`]))|(?<=^[^\n`]{0,2000}\p{sc=Latn})`(?=\p{sc=Latn}[^\n`]{0,2000}$)/gimu;
/** A full-width colon of a time or a ratio. */
const WIDE_COLON = /(?<=[0-9])\uff1a(?=[0-9])/g;
/**
 * Marks that decorate a letter: lines over, under and through the letter, and every mark after the second on a Latin letter.
 * The accents of real letters are not matched, because NFC has composed them before.
 */
const DECORATION =
  /(?<=\p{L}\p{M}{0,9})[\u0305\u0332\u0333\u0335-\u0338\u033f\u20d2-\u20ef]|(?<=\p{sc=Latn}\p{M}{2})\p{M}+/gu;
/** Terminal escape sequences, which set colours and positions. */
const TERMINAL = /\u001b\[[0-9;?]{0,30}[A-Za-z]/g;
/** A full-width comma between the groups of a full-width number. */
const WIDE_COMMA = /(?<=[\uff10-\uff19])\uff0c(?=[\uff10-\uff19]{3}(?![\uff10-\uff19]))/g;
/** Digits of other scripts. They become 0–9 in a text with letters of OUR_LETTER and none of OTHER_LETTER. */
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const OUR_LETTER = /[\p{sc=Latn}\p{sc=Han}]/u;
const OTHER_LETTER = /(?![\p{sc=Latn}\p{sc=Han}])\p{L}/u;

const same = (text: string): Pick<Edit, "text" | "kind"> => ({ text, kind: null });
const removed: Pick<Edit, "text" | "kind"> = { text: "", kind: "control" };

/**
 * Cleans a text without changing its words: well-formed Unicode, NFC, without controls and invisible characters, one
 * kind of line end, blank, quote and hyphen. Linear in the length of the text.
 */
export function hygiene(source: Traced): Traced {
  let text = ASCII.test(source.text) ? source : cleanCharacters(source);
  if (text.text.includes("`")) text = replaced(text, TICK, () => same("'"));
  text = replaced(text, REPEATED, ([marks]) => same(oneMark(marks)));
  return replaced(text, BLANK, () => same(" "));
}

/** Cleans the characters of a text that is not plain ASCII. */
function cleanCharacters(source: Traced): Traced {
  let text = replaced(source, LINE_END, () => same("\n"));
  text = replaced(text, TERMINAL, () => removed);
  text = replaced(text, INVISIBLE, (match) => (match.groups?.["kept"] ? null : removed));
  text = replaced(text, MARK_RUN, () => removed);
  text = replaced(text, WIDE_COMMA, () => same(","));
  text = replaced(text, LOOKALIKE, ([letter]) => same(plainForm(letter)));
  text = composed(replaced(composed(text), DECORATION, () => removed));
  text = replaced(text, OTHER_FORM, ([mark]) => same(FORMS.get(mark) ?? mark));
  text = replaced(text, WIDE_COLON, () => same(":"));
  return OUR_LETTER.test(text.text) && !OTHER_LETTER.test(text.text) ? asciiDigits(text) : text;
}

/** Writes the decimal digits of other scripts as 0–9. */
function asciiDigits(source: Traced): Traced {
  return replaced(source, OTHER_DIGIT, ([digit]) => same(String(digitValue(digit))));
}

/** Returns the value of a decimal digit: the ten digits of a script follow each other from its zero. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (zero > point - 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return point - zero;
}

/** Returns the compatibility form of a character. The power of a unit stays a power: `㎡` is m². */
function plainForm(letter: string): string {
  const form = letter.normalize("NFKC");
  return form.replace(/(?<=^[a-z]{1,3})[23]$/, (power) => (power === "2" ? "\u00b2" : "\u00b3"));
}

/** Applies NFC to one cluster at a time, so that each composed letter is traced to its parts. */
function composed(source: Traced): Traced {
  if (source.text.normalize("NFC") === source.text) return source;
  return replaced(source, CLUSTER, ([cluster]) => same(cluster.normalize("NFC")));
}

/** Returns the one mark that replaces repeated marks: `?!!` is a question. */
function oneMark(marks: string): string {
  if (marks.startsWith(".")) return "...";
  if (marks.startsWith("\u3002")) return "\u3002";
  return /[?\uff1f]/.exec(marks)?.[0] ?? marks.slice(0, 1);
}

/** Applies `hygiene` to a string. */
export function clean(text: string): string {
  return hygiene(trace(text)).text;
}
