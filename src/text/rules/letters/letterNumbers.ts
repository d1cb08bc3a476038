import type { Verbaliser } from "../../speak/verbaliser.ts";
import { VERBALISERS } from "../../speak/speak.ts";
import { MIXED } from "./capitalLists.ts";
import { isSpelled } from "./capitals.ts";
import { besideHan, CAPITALS_LAST, spelled, withSpelledEnd } from "./spelling.ts";
import type { Place, Rule } from "../rule.ts";
import { joined } from "./label.ts";
import { amountOf } from "../numbers/numeral.ts";

const START = String.raw`(?<![\p{Script=Latin}\p{M}\p{N}_]['.]?|\p{N}-)`;
const END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}_]|\.\d)`;
/** Names that are spoken in English in a text of any language. */
const ENGLISH_NAME =
  /^(?:MP[34]|[GP]\d|[2-6]G|[248]K|[23]D|[BPCG]2[BPCG]|P2P|Y2K|G20|F1|USB\d|HTML5|CSS3|PS[1-5]|X{0,2}\d?XL|IPV[46]|WEB[23]|GPT-?\d.*|U2|VP\d|CEO\d)$/i;
/** `B2B`, `O2O`, whose number Chinese speaks as the English word "to". */
const TO_BETWEEN = /^[A-Z]2[A-Z]$/;
/** Words before a hyphen and a number that are not names: other rules read them. */
const NO_NAME =
  /^(?:ke|se|pre|post|mid|pra|pasca|noon|midnight|non|anti|per|sub|early|late|pertengahan|awal|akhir)$/i;
/** Words before a number whose letter is not a multiplier: `Blok 7B`. */
const BEFORE_PLACE =
  /(?<!\p{L})(?:blok|block|unit|room|bilik|class|kelas|tingkatan|lot|row|seat|gate|form|grade|apt|floor|tingkat|no|nombor|number|section|sec|s|ss|art|perkara|seksyen|pintu|jalan|lorong|bas|bus|platform|soalan|question|bab)\.? $/iu;
const PART = /[A-Za-z]+|\d+(?:\.\d+)?/g;

/** Names of letters and numbers: `COVID-19`, `F-16`, `H2O`, `MH370`, `PM2.5`, `GPT-4o`, `iPhone15`. */
const named: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`${START}(?!(?:pagi|petang|malam|hari|pg|ptg|mlm)-)[A-Za-z]{1,20}-?\d{1,8}(?:\.\d{1,2})?(?:[A-Za-z]{1,8}(?:\d{1,4})?){0,3}${END}(?!-\d|[\/:]\d)`,
    "uy",
  ),
  read([name], place) {
    const [, word = "", hyphen = ""] = /^([A-Za-z]+)(-?)/.exec(name) ?? [];
    if (hyphen !== "" && (NO_NAME.test(word) || /-\d{4}/.test(name))) return null;
    return spokenName(name, place);
  },
};

/** Names that begin with a number: `4K`, `5G`, `7A`, `2FA`, `3b`. */
const digitFirst: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{M}\p{N}_])(?<!\p{N}[.,:\/\-])(\d{1,4})([ACDE-JLN-Z]|[BM]|K(?<=[2458]K)|[ab]|[A-Z]{2,4})(\d{0,4})${END}(?![%\/]\p{L})`,
    "uy",
  ),
  read([name], place) {
    if (/[BMb]$/.test(name) && !BEFORE_PLACE.test(place.before)) return null;
    return spokenName(name, place);
  },
};

/** Resolutions, which are spoken in pairs of digits: `1080p`. */
const RESOLUTIONS: ReadonlyMap<string, string> = new Map([
  ["1080", "ten eighty"],
  ["1440", "fourteen forty"],
  ["2160", "twenty-one sixty"],
  ["720", "seven twenty"],
  ["480", "four eighty"],
  ["360", "three sixty"],
]);

const resolution: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{N}_.,])(1080|1440|2160|720|480|360)([pi])${END}`,
    "uy",
  ),
  read([, digits = "", letter = ""], place) {
    const verbaliser = place.verbaliser();
    const words =
      verbaliser?.language === "zh" ? verbaliser.digits(digits) : RESOLUTIONS.get(digits);
    return verbaliser && besideHan(`${words} ${letter}`, place);
  },
};

/** Speaks a name of letters and numbers; null in a text of another language. */
function spokenName(name: string, place: Place): string | null {
  const verbaliser = place.verbaliser();
  if (verbaliser === null) return null;
  if (verbaliser.language === "zh" && TO_BETWEEN.test(name)) {
    return besideHan(`${name[0]} to ${name[2]}`, place);
  }
  const isName = ENGLISH_NAME.test(name) && !place.after.startsWith("次");
  const nameVerbaliser = isName ? VERBALISERS.en : verbaliser;
  const parts = name.match(PART) ?? [];
  const spoken = parts.map((part) =>
    /\d/.test(part) ? spokenDigits(part, name, nameVerbaliser) : spokenLetters(part, place),
  );
  const last = spoken.at(-1);
  if (last === "s" && nameVerbaliser.language === "en")
    spoken.splice(-2, 2, pluralOf(spoken.at(-2) ?? ""));
  return besideHan(joined(spoken), place);
}

/** Returns the English plural of a number: twenties, sixes. */
function pluralOf(words: string): string {
  return `${words.replace(/y$/, "ie").replace(/x$/, "xe")}s`;
}

/** Speaks a number in a name: below three digits as a number, a year as a year, other numbers digit by digit. */
function spokenDigits(part: string, name: string, verbaliser: Verbaliser): string {
  if (part.includes(".")) return verbaliser.amount(amountOf(part));
  if (/^(?:[FC]Y|[A-Za-z][a-z]{2,})(?:19|20)\d\d$/.test(name)) return verbaliser.year(part);
  // A size of memory, such as 256G.
  if (/^[1-9]\d{0,3}[GMT]$/.test(name)) return verbaliser.cardinal(part);
  return part.length < 3 && !part.startsWith("0")
    ? verbaliser.cardinal(part)
    : verbaliser.digits(part);
}

/** Speaks the letters of a name as a word or spelled. */
function spokenLetters(part: string, place: Place): string {
  const listed = MIXED.get(part);
  if (!place.spellLetters) return part;
  if (listed !== undefined) return listed;
  if (/^[A-Z]{2}$/.test(part)) return spelled(part);
  if (/^[A-Z]{3,5}$/.test(part)) return isSpelled(part, place) ? spelled(part) : part;
  if (CAPITALS_LAST.test(part)) return withSpelledEnd(part);
  if (/^[a-z]{2,4}$/.test(part) && !/[aeiouy]/.test(part)) return spelled(part);
  return /^[a-z][A-Z]{2,4}$/.test(part) ? spelled(part) : part;
}

const ELEMENT_PART = /[A-Z][a-z]?|[\u2080-\u2089]+/g;

/** Chemical formulas with subscript digits: `H₂O`. */
const formula: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`${START}(?=[A-Za-z]{1,8}[\u2080-\u2089])(?:[A-Z][a-z]?|[\u2080-\u2089]){2,24}${END}`,
    "uy",
  ),
  read([written], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const spoken = (written.match(ELEMENT_PART) ?? []).map((part) =>
      /[A-Z]/.test(part) ? part : verbaliser.cardinal(part.normalize("NFKC")),
    );
    return besideHan(joined(spoken), place);
  },
};

/** Letters with digits. */
export const letterNumberRules: readonly Rule[] = [formula, named, resolution, digitFirst];
