import { TALING_STEMS } from "./talingStems.ts";

/** Prefixes of Malay, each with the letters that can follow it. Their `e` is a pepet. */
const PREFIXES = [
  /^[mp]e(?:ny(?=[aeiou])|nge?(?=[aeioughk])|m(?=[aeioubpfv])|n(?=[aeioucdjstz])|(?=[lrwymn][aeiou]))/,
  /^pe(?=[^aeiou])/,
  /^[bt]e(?=r[aeiou])/,
  /^(?:ber|be(?=k)|bel(?=aj)|ter|per|di|ke|se)/,
];
/** A suffix and a particle after it: `makan` + `kan` + `lah`. */
const ENDING = /^(.{2,}?)(kan|an|i)?(nya|lah|kah|ku|mu|pun|tah)?$/;
/** The first letter of a stem that its nasal prefix replaces: `menyewa` from `sewa`. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/[mp]eny$/, "s"],
  [/[mp]en$/, "t"],
  [/[mp]em$/, "p"],
  [/[mp]eng$/, "k"],
];
/** Spellings that only words from European languages have. In these every `e` but that of `-er` is a taling. */
const LOAN =
  /[vx]|[^aiueo]f|^f|[bcdfgkpst][rl][aiueo]|[kp]t|ks|bs|^s[^aiueohy]|[st]m|[dt]n|(?:[aeiou]si|logi|grafi|metri|ti[kfv]|iti|[aiou]al|[iu]um|ik|[td]or|ur|oli?s|isme|ris|us|in|ia|iner|men|i[vf]|oid|sis|tis|gram|on|en|an[st]i)$/;
/** Words of chats that are written as they sound; their last `e` is a pepet. */
const SPOKEN = new Set(
  (
    "ade aje ajer ape bape berape bile brape camane camne die gile giler je jer kate ke kenape kerje kite lame macamane " +
    "mane nape nye same sape se suke takde takpe xde xpe ye yer"
  ).split(" "),
);

/** A part of a word that can be its stem. */
interface Stem {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/**
 * Returns a word in small letters with each taling `e` (as in `meja`) written `é`. A list of stems decides, then the form
 * of the stem; most other `e` are pepets.
 *
 * @example
 * taled("pertengkaran"); // "perténgkaran"
 */
export function taled(word: string): string {
  if (!word.includes("e")) return word;
  const stems = stemsOf(word);
  for (const { before, text, after } of stems) {
    const listed = TALING_STEMS.get(text) ?? replacedStem(before, text);
    if (listed !== undefined) return before + listed + after;
  }
  const stem = stems.findLast(({ text }) => syllables(text) >= 2) ?? {
    before: "",
    text: word,
    after: "",
  };
  return stem.before + byForm(stem.text) + stem.after;
}

/** Returns the possible stems of a word, the longest first. */
function stemsOf(word: string): Stem[] {
  const starts = new Set([0]);
  for (const start of starts) {
    for (const prefix of PREFIXES) {
      const length = prefix.exec(word.slice(start))?.[0].length ?? 0;
      if (length > 0 && starts.size < 8) starts.add(start + length);
    }
  }
  const [, stem = word, suffix = "", particle = ""] = ENDING.exec(word) ?? [];
  const ends = [word.length, word.length - particle.length, stem.length];
  return [...starts].flatMap((start) =>
    ends
      .filter((end) => end - start >= 2 && (start > 0 || suffix !== "i" || end > stem.length))
      .map((end) => ({
        before: word.slice(0, start),
        text: word.slice(start, end),
        after: word.slice(end),
      })),
  );
}

function replacedStem(before: string, text: string): string | undefined {
  const letter = REPLACED.find(([prefix]) => prefix.test(before))?.[1];
  return letter === undefined ? undefined : TALING_STEMS.get(letter + text)?.slice(1);
}

function byForm(stem: string): string {
  if (SPOKEN.has(stem)) return stem;
  if (syllables(stem) === 1) return stem.replace("e", "é");
  const marked = stem
    // "tengok", "leher": an `o` or `e` in the last syllable stands only after an `o` or a taling.
    .replace(/e(?=[^aiueo]{1,3}[eo][^aiueo]{0,2}$)/, "é")
    .replace(/(?<=é[^aiueo]{1,2})e(?=[^aiueo]$)|e(?=[^aiueor]{0,2}$)/, "é")
    .replace(/e(?=[ao])|(?<=[ao])e/g, "é");
  const isLoan = syllables(stem) > 2 && LOAN.test(stem);
  return isLoan ? marked.replace(/e(?!r?$)/g, "é") : marked;
}

function syllables(word: string): number {
  return word.match(/[aiueoé]+/g)?.length ?? 0;
}
