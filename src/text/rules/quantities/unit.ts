import type { Unit } from "../../speak/units.ts";
import type { Amount, Per, Verbaliser } from "../../speak/verbaliser.ts";
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
import { isCount, isSure, unitName } from "./unitContext.ts";
import { languageOfSymbol, SYMBOL, unitOf } from "./unitSymbols.ts";
import { verbaliserIn } from "../verbaliserIn.ts";
import { amountOf } from "../numbers/numeral.ts";

const VALUE = `${AMOUNT}${SCALE_WORD}?`;
/** The dot of an abbreviated unit inside a sentence: `5 ft. long`. */
const DOT = String.raw`(?:(?<=(?:lbs?|oz|ft|secs?|mins?|hrs?|mi|yds?|in|tbsp|tsp|gal|qt|sq ft|sq\\. ft))\.(?= \p{Ll}|[,;:\)]))?`;
const DASH = String.raw` ?[\-\u2013~\u2014\uff5e] ?`;

const MEASURE = new RegExp(
  `${START}(?<first>${VALUE})(?:(?: ?(?<own>${SYMBOL}))?${DASH}(?<last>${VALUE}))?` +
    `(?<blank>[ \\-]?)(?<symbol>${SYMBOL})${PER_OF_QUANTITY}?(?<more>${MORE})?${DOT}`,
  "vy",
);
type Groups = Readonly<Record<string, string | undefined>>;

/** Speaks a quantity or a range of two, with a rate or a plus. */
function spokenMeasure(groups: Groups, place: Place): string | null {
  const { first = "", last, own, blank = "", symbol = "" } = groups;
  const unit = unitOf(symbol);
  const verbaliser = verbaliserIn(place, languageOfSymbol(symbol));
  const from = parseAmount(first);
  if (unit === null || verbaliser === null || from === null) return null;
  if (own !== undefined && unitOf(own) !== unit) return null;
  if (!isSure({ digits: last ?? first, blank, symbol, language: verbaliser.language }, place))
    return null;
  if (last === undefined && isCount(symbol, place)) {
    return verbaliser.amount({ ...from, scale: "million" });
  }
  if (last === undefined) {
    const isAttribute =
      verbaliser.language === "en" && (blank === "-" || /^-\p{Ll}/u.test(place.after));
    if (isAttribute && groups["per"] === undefined) return attribute(verbaliser, from, unit);
    const words = spokenPer(groups["per"], verbaliser, (per) =>
      verbaliser.measure(from, unit, per),
    );
    return groups["more"] === undefined ? words : andMore(words, verbaliser);
  }
  const to = parseAmount(last);
  if (to === null || /^0\d/.test(first)) return null;
  const keepsBoth = own !== undefined && unit.startsWith("°");
  const range = keepsBoth
    ? verbaliser.range(verbaliser.measure(from, unit), verbaliser.measure(to, unit))
    : verbaliser.measureRange(from, to, unit);
  return spokenPer(
    groups["per"],
    verbaliser,
    spokenRangePer(range, (per) => verbaliser.measure(to, unit, per)),
  );
}

/** Returns the words that a rate adds to its amount: " per second". */
function perWords(verbaliser: Verbaliser, per?: Per): string {
  const one = amountOf("1");
  return verbaliser.measure(one, "km", per).slice(verbaliser.measure(one, "km").length);
}

/** Speaks a quantity before a noun in English, where the unit is singular: `5-kg bag`, `2m-tall`. */
function attribute(verbaliser: Verbaliser, amount: Amount, unit: Unit): string {
  return `${verbaliser.amount(amount)} ${unitName(unit, "1", verbaliser)}`;
}

/** Numbers per unit: `12/kg`, `3/day`. Units of one letter are not matched. */
const PER_UNIT = new RegExp(`${START}(?<first>${DIGITS})(?=\\/\\p{L}{2})${PER_OF_QUANTITY}`, "vy");

function spokenPerUnit({ first = "", per = "" }: Groups, place: Place): string | null {
  const amount = parseAmount(first);
  const verbaliser = amount === null || perOf(per) === null ? null : place.verbaliser();
  if (amount === null || verbaliser === null) return null;
  const each = spokenRangePer(verbaliser.amount(amount), (unit) =>
    verbaliser.measure(amount, "km", unit),
  );
  return spokenPer(per, verbaliser, each);
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
      const verbaliser = place.verbaliser();
      if (verbaliser === null || verbaliser.language === "zh") return null;
      return spokenPer(written.slice(1), verbaliser, (each) => perWords(verbaliser, each));
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
      const verbaliser = unit === null ? null : place.verbaliser();
      if (unit === null || verbaliser === null) return null;
      return unitName(unit, "5", verbaliser);
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
