import type { Rule } from "../rule.ts";

const LETTERS: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
};
const CANONICAL = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
/** Words after which a Roman numeral is a cardinal number. */
const AFTER_PART =
  /(?<![\p{L}\d])(?:(?:world )?war|chapters?|parts?|volumes?|vol\.|acts?|scenes?|books?|phases?|stages?|types?|class|articles?|titles?|appendix|schedules?|super bowl|grade|episode|fantasy|apollo|vatican|mark|mk|section|figure|table|level|tier|league|division|olympiad|edition|rocky|perang dunia|perang|bab|bahagian|jilid|fasa|tahap|peringkat|kelas|lampiran|jadual|babak|siri|tingkatan|darjah|episod|edisi|seksyen|liga|divisyen|rajah)\s?$|第\s?$/iu;
/** Rulers, after whose names a Roman numeral is an ordinal number. */
const RULER =
  /(?<![\p{L}\d])(?:(?:king|queen|pope|emperor|tsar|czar|prince|sultan|raja|raja permaisuri|paus|maharaja|ratu|kaisar|shah) \p{Lu}\p{L}{2,14}(?: (?:syah|shah))?|henry|louis|george|elizabeth|charles|james|edward|william|richard|philip|napoleon|frederick|friedrich|wilhelm|nicholas|alexander|catherine|peter|ferdinand|leopold|francis|franz|joseph|albert|victoria|mary|pius|benedict|john paul|leo|gregory|clement|innocent|urban|ramses|ramesses|thutmose|ptolemy|rama|carl|gustav|christian|haakon|baldwin|robert|agong|yang di-pertuan agong|alfonso|juan|felipe|pedro|mehmed|mahmud|murad|selim|suleiman|abdul hamid|ivan) $|(?:路易|亨利|爱德华|愛德華|乔治|喬治|查理|查尔斯|伊丽莎白|伊麗莎白|腓力|威廉|拿破仑|尼古拉|腓特烈|保罗)\s?$/iu;
/** Length of the longest title with two names before a numeral. */
const LONGEST_CUE = 32;
/** The text after a single `I` or `X` that is a numeral. Elsewhere `I` is a pronoun. */
const PHRASE_END =
  /^(?:$|--| ?\u2014|[.,;:!?)\u3001\u3002\uff0c]|\s?\p{Script=Han}| (?:of|was|is|and|or|had|who|in|to|began|ended|ialah|adalah|dan|di|pada|bermula|berakhir|telah)(?!\p{L}))/u;

/** Returns the value of a Roman numeral; null if the letters are not a Roman numeral. */
export function romanValue(letters: string): number | null {
  const capitals = letters.toUpperCase();
  if (capitals === "" || !CANONICAL.test(capitals)) return null;
  let value = 0;
  for (let at = 0; at < capitals.length; at += 1) {
    const [here = 0, next = 0] = [LETTERS[capitals.charAt(at)], LETTERS[capitals.charAt(at + 1)]];
    value += here < next ? -here : here;
  }
  return value;
}

/** Roman numerals after a cue: `World War II` → two, `Henry VIII` → the eighth. */
const numeral: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["letter"],
  pattern: /[IVXLC]{1,9}(?![\p{Script=Latin}\p{N}-]|'(?!s(?!\p{L}))|\.\p{L})/uy,
  read: ([letters], place) => {
    const value = romanValue(letters);
    const { after } = place;
    const before = place.before.slice(-LONGEST_CUE);
    const isRuler = RULER.test(before);
    if (value === null || !(isRuler || AFTER_PART.test(before))) return null;
    const named = /\p{Script=Han}\s?$/u.test(before) || /\p{Lu}\p{L}*\.? ?$/u.test(before);
    if (/^[CL]$/.test(letters) || (letters.length === 1 && !named)) return null;
    if (/^[IX]$/.test(letters) && !PHRASE_END.test(after)) return null;
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const digits = String(value);
    if (!isRuler || verbaliser.language === "zh") return verbaliser.cardinal(digits);
    return verbaliser.language === "en"
      ? `the ${verbaliser.ordinal(digits)}`
      : verbaliser.ordinal(digits);
  },
};

/** The World Wars: `WWII` → World War two. */
const worldWar: Rule = {
  kind: "number",
  switch: "abbreviations",
  first: ["letter"],
  pattern: /(?<![\p{L}\p{N}])WW(I{1,3}|[123])(?![\p{L}\p{N}])/uy,
  read: ([, number = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const value = romanValue(number) ?? Number(number);
    const war = verbaliser.language === "ms" ? "Perang Dunia" : "World War";
    return `${war} ${verbaliser.cardinal(String(value))}`;
  },
};

/** Roman numerals with the ending of an ordinal: `XXIst century`. */
const romanOrdinal: Rule = {
  kind: "ordinal",
  switch: "numbers",
  first: ["letter"],
  pattern: /(?<![\p{L}\p{N}])([IVX]{1,8})(?:st|nd|rd|th)(?![\p{L}\p{N}])/uy,
  read: ([, letters = ""], place) => {
    const value = romanValue(letters);
    return value === null ? null : (place.verbaliser("en")?.ordinal(String(value)) ?? null);
  },
};

export const romanRules: readonly Rule[] = [worldWar, romanOrdinal, numeral];
