import type { Unit } from "../../speak/units.ts";
import type { Amount, Language, Verbaliser } from "../../speak/verbaliser.ts";
import {
  AMOUNT,
  andMore,
  DIGITS,
  MORE,
  parseAmount,
  SCALE_WORD,
  START,
} from "../numbers/amount.ts";
import { angleRules } from "./angle.ts";
import { compoundRules } from "./compound.ts";
import { PER_OF_QUANTITY, perOf, spokenPer, spokenRangePer } from "./per.ts";
import type { Place, Rule } from "../rule.ts";
import { isCount, isSure } from "./unitContext.ts";
import { languageOfSymbol, SYMBOL, unitOf } from "./unitSymbols.ts";

const VALUE = `${AMOUNT}${SCALE_WORD}?`;
/** The dot of an abbreviation inside a sentence: `5 ft. long`. */
const DOT = String.raw`(?:(?<=(?:lbs?|oz|ft|secs?|mins?|hrs?|mi|yds?|in|tbsp|tsp|gal|qt|sq ft|sq\\. ft))\.(?= \p{Ll}|[,;:\)]))?`;
const DASH = String.raw` ?[\-\u2013~\u2014\uff5e] ?`;

const MEASURE = new RegExp(
  `${START}(?<first>${VALUE})(?:(?: ?(?<own>${SYMBOL}))?${DASH}(?<last>${VALUE}))?` +
    `(?<blank>[ \\-]?)(?<symbol>${SYMBOL})${PER_OF_QUANTITY}?(?<more>${MORE})?${DOT}`,
  "vy",
);
type Groups = Readonly<Record<string, string | undefined>>;

function speaker(place: Place, language: Language | undefined): Verbaliser | null {
  const neutral = place.say();
  return neutral === null || language === undefined ? neutral : place.say(language);
}

function spokenMeasure(groups: Groups, place: Place): string | null {
  const { first = "", last, own, blank = "", symbol = "" } = groups;
  const unit = unitOf(symbol);
  const say = speaker(place, languageOfSymbol(symbol));
  const from = parseAmount(first);
  if (unit === null || say === null || from === null) return null;
  if (own !== undefined && unitOf(own) !== unit) return null;
  if (!isSure({ digits: last ?? first, blank, symbol, language: say.language }, place)) return null;
  if (last === undefined && isCount(symbol, place)) {
    return say.amount({ ...from, scale: "million" });
  }
  if (last === undefined) {
    const isAttribute = say.language === "en" && (blank === "-" || /^-\p{Ll}/u.test(place.after));
    if (isAttribute && groups["per"] === undefined) return attribute(say, from, unit);
    const words = spokenPer(groups["per"], say, (per) => say.measure(from, unit, per));
    return groups["more"] === undefined ? words : andMore(words, say);
  }
  const to = parseAmount(last);
  if (to === null || /^0\d/.test(first)) return null;
  const range = say.measureRange(from, to, unit);
  return spokenPer(
    groups["per"],
    say,
    spokenRangePer(range, (per) => say.measure(to, unit, per)),
  );
}

/** What a measure adds for each of something: " per second". */
function perWords(say: Verbaliser, per: Parameters<Verbaliser["measure"]>[2]): string {
  const one: Amount = { negative: false, whole: "1", fraction: null, scale: null };
  return say.measure(one, "km", per).slice(say.measure(one, "km").length);
}

/** `5-kg bag`, `2m-tall`: the unit before a noun is singular. */
function attribute(say: Verbaliser, amount: Amount, unit: Unit): string {
  const one = say.measure(
    { ...amount, negative: false, whole: "1", fraction: null, scale: null },
    unit,
  );
  return `${say.amount(amount)} ${one.slice(say.cardinal("1").length).trim()}`;
}

/** `12/kg`, `3/day`: so many for each. One letter is no unit here. */
const PER_UNIT = new RegExp(`${START}(?<first>${DIGITS})(?=\\/\\p{L}{2})${PER_OF_QUANTITY}`, "vy");

function spokenPerUnit({ first = "", per = "" }: Groups, place: Place): string | null {
  const amount = parseAmount(first);
  const say = amount === null || perOf(per) === null ? null : place.say();
  if (amount === null || say === null) return null;
  const each = spokenRangePer(say.amount(amount), (unit) => say.measure(amount, "km", unit));
  return spokenPer(per, say, each);
}

/** Quantities: `5 kg`, `5-10kg`, `110 km/h`, `33°C`, `5 mg/L`, `3h 58min`, `5'11"`. */
export const unitRules: readonly Rule[] = [
  ...angleRules,
  ...compoundRules,
  {
    kind: "unit",
    switch: "units",
    first: ["digit", "sign"],
    pattern: MEASURE,
    read: ({ groups = {} }, place) => spokenMeasure(groups, place),
  },
  {
    kind: "unit",
    switch: "units",
    first: ["sign"],
    pattern:
      /(?<=\d[ /]\p{Ll}{2,14}|\d[xX])\/(?:s|secs?|second|min|minute|h|hr|hour|day|wk|week|mo|month|yr|year|night|person|pax|guest|head|orang|hari|minggu|bulan|tahun|jam)(?![\p{L}\p{N}/])/uy,
    read: ([written], place) => {
      const say = place.say();
      if (say === null || say.language === "zh") return null;
      return spokenPer(written.slice(1), say, (each) => perWords(say, each));
    },
  },
  {
    kind: "unit",
    switch: "units",
    first: ["letter"],
    pattern: new RegExp(
      `(?<=\\d(?:\\^-?\\d{1,3}|[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}) )(?<symbol>${SYMBOL})`,
      "vy",
    ),
    read: ({ groups = {} }, place) => {
      const unit = unitOf(groups["symbol"] ?? "");
      const say = unit === null ? null : place.say();
      if (unit === null || say === null) return null;
      const five: Amount = { negative: false, whole: "5", fraction: null, scale: null };
      const [words, number] = [say.measure(five, unit), say.cardinal("5")];
      return words.startsWith(number) ? words.slice(number.length).trim() : null;
    },
  },
  {
    kind: "unit",
    switch: "units",
    first: ["digit"],
    pattern: PER_UNIT,
    read: ({ groups = {} }, place) => spokenPerUnit(groups, place),
  },
];
