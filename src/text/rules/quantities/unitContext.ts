import type { Unit } from "../../speak/units.ts";
import type { Verbaliser } from "../../speak/verbaliser.ts";
import { amountOf, withoutNumber } from "../numbers/numeral.ts";
import type { Place } from "../rule.ts";

/** A number and a symbol that can be a quantity or something else: `5 A`, `3 in`, `30s`, `Blok 7A`. */
interface Candidate {
  readonly digits: string;
  /** The text between the number and the symbol: nothing, a blank or a hyphen. */
  readonly blank: string;
  readonly symbol: string;
  readonly language: string;
}

/** Words before a number with a letter that is not a unit. */
const LABEL =
  /(?:^|[^\p{L}])(?:blok|blk|block|room|bilik|rm|unit|lot|no|number|nombor|seat|tempat duduk|kerusi|gate|pintu|flight|bus|bas|form|tingkatan|ting|kelas|class|grade|gred|year|level|aras|tingkat|floor|platform|terminal|apartment|apt|suite|hwy|highway|rte|exit|interstate|i|jalan|jln|lorong|page|bab|chapter|part|section|seksyen|route|model|plan|type|jenis|size|saiz|appendix|lampiran|figure|rajah|table|jadual|question|soalan|hepatitis|iphone|ipad|galaxy|pixel|redmi|note|series)[.:]? ?(?:no\.? ?)?$|[#号楼座栋室第] ?$/iu;
const ELECTRIC =
  /\b(?:fuse|charger|charging|current|plug|socket|breaker|arus|fius|bateri|battery|adapter|adaptor|power|output|max|amps?|usb)\b|\d ?[VW]\b|电|安/iu;
const DATA =
  /\b(?:bytes?|bait|files?|fail|packets?|buffers?|memory|memori|blocks?|saiz|size)\b|字节|文件|内存/iu;
const WEATHER =
  /\b(?:temp\w*|suhu|weather|cuaca|panas|hot|heat\w*|cold|cool|warm|sejuk|celsius|fahrenheit|oven|bak(?:e|ing)|roast|boil\w*|didih|fever|demam|freez\w+|preheat\w*|degrees?|darjah|outside|today|minus)\b|温|热|冷|烧|度/iu;
const NETWORK =
  /^ ?(?:networks?|internet|data|sim|wifi|wi-fi|rangkaian|lte|phones?|modem|router|coverage|网)/iu;
const DECADE_BEFORE =
  /(?:^|[^\p{L}])(?:the|his|her|their|our|my|your|its|early|mid|late|tahun)[ -]'?$|'$/iu;
const PEOPLE =
  /^ (?:people|users|views|viewers|followers|subscribers|downloads|customers|visitors|copies|dollars|jobs|tonnes|orang|pengguna|pengikut|tontonan)\b/iu;
const NO_LETTER = /^(?! ?[\p{L}\p{N}'-])/u;

/** Tests of symbols for which a number before them is not enough. Other symbols after a number are always units. */
const CHECKS: Readonly<Record<string, (candidate: Candidate, place: Place) => boolean>> = {
  in: ({ blank }, { after, text, end }) =>
    // The token includes the dot of "in." only inside a sentence.
    text[end - 1] === "." ||
    (blank === ""
      ? !/^[-']/.test(after)
      : blank === " " &&
        /^(?:\.?$|\.? ?[)x×=]|\. \p{Lu}| (?:tall|long|wide|thick|deep|high|diameter)\b)/u.test(
          after,
        )),
  A: (_, { before, after }) =>
    ELECTRIC.test(before.slice(-30)) || ELECTRIC.test(after.slice(0, 20)),
  B: ({ digits, blank }, { before, after }) =>
    (blank === "" && digits.length > 2) ||
    DATA.test(before.slice(-30)) ||
    DATA.test(after.slice(0, 20)),
  C: (_, { before, after }) => WEATHER.test(before) || WEATHER.test(after.slice(0, 30)),
  F: (_, { before, after }) => WEATHER.test(before) || WEATHER.test(after.slice(0, 30)),
  t: ({ blank }, { after }) => blank === "" || NO_LETTER.test(after),
  um: ({ blank }) => blank === "",
  HP: (_, { after }) => !/^ \p{Lu}\p{L}*\p{Ll}/u.test(after),
  mi: ({ blank, language }) => blank === "" || language === "en",
  ha: (_, { after }) => !/^[ ,-]?ha/i.test(after),
  h: ({ digits }) => !/^\d{4}$/.test(digits),
  g: ({ blank }, { after }) => blank !== "" || !NETWORK.test(after),
  ft: ({ blank }, { after }) => blank === "" || !/^\.? \p{Lu}/u.test(after),
  s: ({ digits, blank }, { before }) =>
    blank !== "" || !/^\d*0$/.test(digits) || !(digits.length === 4 || DECADE_BEFORE.test(before)),
};
const CHECKED: ReadonlyMap<string, (candidate: Candidate, place: Place) => boolean> = new Map(
  Object.entries(CHECKS),
);

/** Returns whether a number with a symbol is a quantity. */
export function isSure(candidate: Candidate, place: Place): boolean {
  const { symbol, blank } = candidate;
  const isShort = symbol.length === 1 && /\p{L}/u.test(symbol);
  if (blank === "-" && ((isShort && !/[mL]/.test(symbol)) || symbol === "in")) return false;
  if ((isShort || symbol === "Kg") && LABEL.test(place.before)) return false;
  return CHECKED.get(symbol)?.(candidate, place) ?? true;
}

/** Returns whether `m` after a number means a million: `5m followers`. */
export function isCount(symbol: string, { after }: Place): boolean {
  return symbol === "m" && PEOPLE.test(after);
}

/** Joins words by blanks; in Chinese without blanks. */
export function joined(verbaliser: Verbaliser, words: readonly string[]): string {
  return words.join(verbaliser.language === "zh" ? "" : " ");
}

/** Returns the name of a unit as it follows the number `digits`; null if other words come before the number. */
export function unitName(unit: Unit, digits: string, verbaliser: Verbaliser): string | null {
  return withoutNumber(verbaliser.measure(amountOf(digits), unit), verbaliser.cardinal(digits));
}
