/** Longest run of combining marks kept: NFC over a long run of mixed marks is quadratic (9 s for 100,000 in Bun 1.4.5). */
const MAX_MARKS = 30;
const MARK_RUN = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, "gu");
const LINE_END = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
/** Controls but tab and newline, bidi controls, soft hyphen, byte order mark, noncharacters, private use, tags. */
const INVISIBLE =
  /[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\p{Co}\p{Noncharacter_Code_Point}\u{e0000}-\u{e007f}]/gu;
const BLANK = /[\t\p{Zs}]+/gu;
/** Compatibility forms that are only another look of a letter: fullwidth, ligatures, mathematical letters. */
const LOOKALIKE = /[\uff01-\uff5e\ufb00-\ufb4f\u{1d400}-\u{1d7ff}]/gu;

/**
 * Makes any string harmless without changing what it says: well-formed Unicode, NFC, no controls and no invisible
 * characters, one kind of line end and of blank, straight quotes. Linear in the length of `text`.
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_END, "\n")
    .replace(INVISIBLE, "")
    .replace(MARK_RUN, "$1")
    .normalize("NFC")
    .replace(LOOKALIKE, (letter) => letter.normalize("NFKC"))
    .replace(/[\u2018\u2019\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201f\u2033]/g, '"')
    .replace(/\u2026/g, "...")
    .replace(/[!?]{2,}/g, (marks) => (marks.includes("?") ? "?" : "!"))
    .replace(/\.{4,}/g, "...")
    .replace(BLANK, " ");
}
