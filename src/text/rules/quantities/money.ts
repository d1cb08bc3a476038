import type { Currency } from "../../speak/currencies.ts";
import type { Amount, Operator, Per, Verbaliser } from "../../speak/verbaliser.ts";
import {
  andMore,
  DIGITS,
  languageOfScale,
  parseAmount,
  SCALE,
  SIGN,
  START,
} from "../numbers/amount.ts";
import { CODE, currencyAt, PREFIX, REPEATED_NAME } from "./currencySigns.ts";
import { languageOfPer, PER, spokenPer, spokenRangePer } from "./per.ts";
import type { Place, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";
import { joined } from "./unitContext.ts";
import { amountOf } from "../numbers/numeral.ts";

/** Amounts of money with a point for grouping and a comma before the decimals: `1.000.000`, `1.234,56`, `20,50`. */
const CONTINENTAL = String.raw`(?:\d{1,3}(?:,\d\d){1,4},\d{3}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{3}){1,5},\d{2}|\d{1,3}(?:\.\d{3}){2,5}|\d{1,9},\d{1,2})(?!\d|[.,]\d)`;
const VALUE = `(?:${DIGITS}|${CONTINENTAL})${SCALE}?`;
/** A lookahead: no letter follows, and no character of a formula. */
const END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}_^\\\{]|\$)`;
const DASH = String.raw`[\-\u2013~\u2014\uff5e]`;
/** The sign for "no sen" after an amount: `RM50/-`, `RM50.-`. */
const CLOSED = String.raw`(?:[\/.,][\-=](?![\p{L}\p{N}]))?`;

const PREFIXED = new RegExp(
  `(?<![\\p{Script=Latin}\\p{M}\\p{N}_$])(?<![A-Z]{3}\\/)(?:(?<mark>(?<![\\p{Script=Latin}\\p{N}\\)%])(?<![\\p{N}\\)%] )[~+≈±<>≥≤]) ?)?(?<sign>${SIGN}?)(?<currency>${PREFIX})(?<inner>[\\-\\u2212]?)(?<first>${VALUE})` +
    `(?: ?${DASH} ?(?:${PREFIX})(?<second>${VALUE})|(?:${DASH}|\\u2013)(?<last>${VALUE}))?` +
    `${END}${CLOSED}(?<code>${CODE})?${REPEATED_NAME}?(?<early>\\+(?=\\/\\p{L}))?${PER}?(?<plus>\\+{1,2}(?![\\p{L}\\p{N}+]))?`,
  "vy",
);
const SUFFIXED = new RegExp(
  `${START}(?<!\\^)(?<sign>${SIGN}?)(?<first>${VALUE})(?: ?${DASH} ?(?<last>${VALUE}))?(?<currency>${CODE}|(?: ?[$£€¥₩₱₫₹฿]| ?RM)(?![\\p{Script=Latin}\\p{N}_$^]| ?\\d))${PER}?`,
  "vy",
);
const MINOR = new RegExp(
  `${START}(?<first>${DIGITS})(?<minor> ?¢| ?sen(?![\\p{Script=Latin}\\p{M}\\p{N}_]))${PER}?`,
  "vy",
);

type Groups = Readonly<Record<string, string | undefined>>;

/** Parses an amount of money, also one with points for grouping and a decimal comma (`1.234,56`). */
function parsed(written: string | undefined, currency: Currency): Amount | null {
  if (written === undefined) return null;
  if (/^\d{1,3}(?:,\d\d){1,4},\d{3}/.test(written))
    return parsed(written.replaceAll(",", ""), currency);
  const hasPoints = /^\d{1,3}(?:\.\d{3}){2}|,\d{1,2}(?!\d)/.test(written);
  const plain = hasPoints
    ? written.replaceAll(".", "").replace(/,(?=\d{1,2}(?!\d))/, ".")
    : written;
  const amount = parseAmount(plain);
  const isSmallCurrency = currency === "IDR" || currency === "VND";
  if (amount?.fraction?.length === 3 && isSmallCurrency) {
    return { ...amount, whole: amount.whole + amount.fraction, fraction: null };
  }
  return amount;
}

/** Speaks a match, which is one amount or a range of two. */
function spoken(groups: Groups, place: Place): string | null {
  const { sign = "", inner = "", first = "", currency: symbol = "", code = "" } = groups;
  const last = groups["second"] ?? groups["last"];
  const verbaliser = verbaliserIn(
    place,
    languageOfScale(last ?? first) ?? languageOfPer(groups["per"]),
  );
  if (verbaliser === null) return null;
  const currency = currencyAt(code.trim() || symbol.trim(), place, verbaliser.language);
  const from = parsed(first, currency);
  if (from === null) return null;
  const negative = sign.startsWith("-") || sign === "\u2212" || inner !== "";
  const start = { ...from, negative };
  if (last === undefined) {
    const all = spokenPer(groups["per"], verbaliser, (per) =>
      verbaliser.money(start, currency, per),
    );
    const words = isAttribute(first, place) ? attribute(all, currency, verbaliser) : all;
    return withMark(
      groups["mark"],
      withPlus(words, groups["plus"] ?? groups["early"], verbaliser),
      verbaliser,
    );
  }
  const to = parsed(last, currency);
  if (to === null) return null;
  const range = isSharedScale(start, to, verbaliser)
    ? verbaliser.range(verbaliser.amount(start), verbaliser.money(to, currency))
    : verbaliser.moneyRange(start, to, currency);
  const speak = spokenRangePer(range, (per) => verbaliser.money(to, currency, per));
  return withMark(groups["mark"], spokenPer(groups["per"], verbaliser, speak), verbaliser);
}

const NO_NOUN =
  /^ (?:and|for|per|each|off|from|than|more|less|into|with|when|that|plus|over|under)(?!\p{L})/u;
/** Returns whether an amount is an attribute of a noun: `a £5 note`, `$5-a-day`, `$10-million deal`. */
function isAttribute(written: string, { before, after }: Place): boolean {
  const isArticle = /(?<!\p{L})an? $/iu.test(before);
  if (isArticle && /^ \p{Ll}{3,}/u.test(after) && !NO_NOUN.test(after)) return true;
  return /^-\p{Ll}/u.test(after) || (written.includes("-") && /^ \p{Ll}/u.test(after));
}

/** Makes the name of the currency singular, as in English before a noun: `a $5-a-day habit`. */
function attribute(words: string, currency: Currency, verbaliser: Verbaliser): string {
  if (verbaliser.language !== "en") return words;
  const [one = "", two = ""] = ["1", "2"].map((whole) => {
    const amount = amountOf(whole);
    return verbaliser.money(amount, currency).slice(verbaliser.cardinal(whole).length);
  });
  return words.endsWith(two) ? words.slice(0, words.length - two.length) + one : words;
}

/**
 * Returns whether the scale of the second amount is that of both: `RM1.5-2 bilion`. The Chinese verbaliser does this
 * itself.
 */
function isSharedScale(first: Amount, last: Amount, verbaliser: Verbaliser): boolean {
  return verbaliser.language !== "zh" && first.scale === null && last.scale !== null;
}

const MARKS: Readonly<Record<string, Operator>> = {
  "+": "+",
  "±": "±",
  "<": "<",
  ">": ">",
  "≥": "≥",
  "≤": "≤",
};

/** Adds the word of a sign before an amount: `~RM50`, `>$5`. */
function withMark(mark: string | undefined, words: string, verbaliser: Verbaliser): string {
  if (mark === undefined) return words;
  const operator = MARKS[mark];
  return joined(verbaliser, [
    operator === undefined ? verbaliser.words.about : verbaliser.operators[operator],
    words,
  ]);
}

/** Adds the words of a plus: `RM50+` means at least RM50; `RM50++` (without service charge and tax) is "plus plus". */
function withPlus(words: string, plus: string | undefined, verbaliser: Verbaliser): string {
  if (plus === undefined) return words;
  return plus === "+" ? andMore(words, verbaliser) : `${words} plus plus`;
}

/**
 * Returns whether the dollar sign after a number closes a formula, as in `$x = 5$`: the nearest earlier dollar sign is
 * not directly followed by a digit.
 */
function endsFormula({ before }: Place): boolean {
  return /\$(?!\d)[^$]*$/.test(before);
}

/** Speaks an amount in the minor unit: `50 sen`, `99¢`, `20 sen/kg`. */
function spokenMinor({ first = "", minor = "", per }: Groups, place: Place): string | null {
  const amount = parseAmount(first);
  const verbaliser = place.verbaliser();
  if (amount === null || verbaliser === null) return null;
  const currency = minor.endsWith("¢") ? "USD" : "MYR";
  const fraction = amount.whole.padStart(2, "0");
  if (amount.fraction === null && fraction.length === 2 && fraction !== "00") {
    return spokenPer(per, verbaliser, (each) =>
      verbaliser.money({ ...amount, whole: "", fraction }, currency, each),
    );
  }
  const fifty: Amount = { ...amount, whole: "", fraction: "50", scale: null };
  const speakFifty = (each?: Per): string => verbaliser.money(fifty, currency, each);
  const name = speakFifty().slice(verbaliser.cardinal("50").length).trim();
  const words = joined(verbaliser, [verbaliser.amount(amount), name]);
  return spokenPer(per, verbaliser, spokenRangePer(words, speakFifty));
}

/** Money: `RM50`, `-$5`, `US$1.5 billion`, `RM5-10`, `20€`, `5 USD/kg`, `50 sen`. */
export const moneyRules: readonly Rule[] = [
  {
    kind: "money",
    switch: "numbers",
    first: ["sign", "letter"],
    pattern: PREFIXED,
    read: ({ groups = {} }, place) => spoken(groups, place),
  },
  {
    kind: "money",
    switch: "numbers",
    first: ["sign", "digit"],
    pattern: SUFFIXED,
    read({ groups = {} }, place) {
      const isFormula = groups["currency"]?.endsWith("$") === true && endsFormula(place);
      return isFormula ? null : spoken(groups, place);
    },
  },
  {
    kind: "money",
    switch: "numbers",
    first: ["digit"],
    pattern: MINOR,
    read: ({ groups = {} }, place) => spokenMinor(groups, place),
  },
];
