import { type Edit, replaced, trace, type Traced } from "./spans.ts";

/** Text that is clean already; the patterns below take tens of milliseconds at first use. */
const ASCII = /^[\t\n -~]*$/;
/** Longest run of combining marks kept: NFC over a long run of mixed marks is quadratic (9 s for 100,000 in Bun 1.4.5). */
const MAX_MARKS = 30;
const MARK_RUN = new RegExp(`(?<=\\p{M}{${MAX_MARKS}})\\p{M}+`, "gu");
const LINE_END = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/**
 * Removed: lone surrogates, controls except tab and newline, bidi controls, zero-width characters, soft hyphen, byte
 * order mark, variation selectors, tags, noncharacters, private use. An emoji is matched first, with its joiners,
 * selectors and tags, and kept; joiners are also kept after letters of scripts that shape by them.
 */
const INVISIBLE = new RegExp(
  String.raw`(?<kept>\p{RGI_Emoji}|\p{Emoji}\ufe0f|(?<=[\p{sc=Arab}\p{sc=Syrc}\p{sc=Mong}\p{sc=Nkoo}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{Mn}])[\u200c\u200d])` +
    String.raw`|[\p{Cs}\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\p{Co}\p{Noncharacter_Code_Point}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]`,
  "gv",
);
const BLANK = /[\t\p{Zs}]+/gu;
/** One character with its marks, and with the second and third part of a Hangul syllable. */
const CLUSTER =
  /[^\0-\x7f\p{M}\u1161-\u11ff][\p{M}\u1161-\u11ff]*|[\0-\x7f][\p{M}\u1161-\u11ff]+|[\p{M}\u1161-\u11ff]+/gu;
/**
 * Compatibility forms that differ only in appearance: letterlike signs, Roman numerals, ligatures, Arabic forms, full
 * and half width (except the punctuation of Han text), mathematical letters, squared units. Superscripts, fractions,
 * circled digits and trade marks have a meaning of their own and are kept.
 */
const LOOKALIKE =
  /[\u2100-\u211f\u2121\u2123-\u214f\u2160-\u217f\u3300-\u33ff\ufb00-\ufdff\ufe70-\ufefc\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff60\uff65-\uff9f\uffe0-\uffe6\u{1d400}-\u{1d7ff}]/gu;
/** Quotes, hyphens and dashes: the form that is kept, and the forms that it replaces. */
const FORMS = new Map(
  Object.entries({
    "'": "\u2018\u2019\u201a\u201b\u2032",
    '"': "\u201c\u201d\u201e\u201f\u2033",
    "-": "\u2010\u2011\ufe63",
    "\u2013": "\u2012",
    "\u2014": "\u2015\u2e3a\u2e3b",
    "...": "\u2026",
  }).flatMap(([form, others]) => Array.from(others, (other): [string, string] => [other, form])),
);
const OTHER_FORM = new RegExp(`[${[...FORMS.keys()].join("")}]`, "gu");
const REPEATED = /[!?]{2,}|[\uff01\uff1f]{2,}|\.{4,}/g;

const same = (text: string): Pick<Edit, "text" | "kind"> => ({ text, kind: null });
const removed: Pick<Edit, "text" | "kind"> = { text: "", kind: "control" };

/**
 * Cleans a text without changing its words: well-formed Unicode, NFC, without controls and invisible characters, one
 * kind of line end, blank, quote and hyphen. Linear in the length of the text.
 */
export function hygiene(source: Traced): Traced {
  const text = replaced(
    ASCII.test(source.text) ? source : cleanCharacters(source),
    REPEATED,
    ([marks]) => same(oneMark(marks)),
  );
  return replaced(text, BLANK, () => same(" "));
}

function cleanCharacters(source: Traced): Traced {
  let text = replaced(source, LINE_END, () => same("\n"));
  text = replaced(text, INVISIBLE, (match) => (match.groups?.["kept"] ? null : removed));
  text = replaced(text, MARK_RUN, () => removed);
  text = replaced(text, LOOKALIKE, ([letter]) => same(letter.normalize("NFKC")));
  text = composed(text);
  return replaced(text, OTHER_FORM, ([mark]) => same(FORMS.get(mark) ?? mark));
}

/** NFC, one cluster at a time, so that each composed letter is traced to its parts. */
function composed(source: Traced): Traced {
  if (source.text.normalize("NFC") === source.text) return source;
  return replaced(source, CLUSTER, ([cluster]) => same(cluster.normalize("NFC")));
}

function oneMark(marks: string): string {
  if (marks.startsWith(".")) return "...";
  return /[?\uff1f]/.exec(marks)?.[0] ?? marks.slice(0, 1);
}

/** `hygiene` of a plain string. */
export function clean(text: string): string {
  return hygiene(trace(text)).text;
}
