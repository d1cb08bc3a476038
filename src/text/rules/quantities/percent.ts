import type { Amount, Verbaliser } from "../../speak/verbaliser.ts";
import { AMOUNT, andMore, MORE, parseAmount, START } from "../numbers/amount.ts";
import { PER, spokenPer, spokenRangePer } from "./per.ts";
import type { Place, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const SEPARATOR = String.raw`(?: ?[\-\u2013\u2014~\uff5e] ?|[到至])`;
/** A percent sign. In `5 % 3` the sign is an operator, in `%20` a part of an address. */
const MARK = String.raw`(?:%(?![\p{N}])| %(?! ?[\p{N}]))`;
const PERCENT = new RegExp(
  `${START}(?<first>${AMOUNT})(?:${MARK}?(?<separator>${SEPARATOR})(?<last>${AMOUNT}))?${MARK}(?:${PER}|(?<annum> ?p\\.a(?!\\p{L})(?:\\.(?! *$| \\p{Lu}))?)|(?<more>${MORE}))?`,
  "vy",
);
const PER_MILLE = new RegExp(`${START}(?<first>${AMOUNT}) ?‰`, "vy");

/** Speaks a range of percentages. Chinese speaks the sign before each number, other languages once after both. */
function percentRange(first: Amount, last: Amount, verbaliser: Verbaliser): string {
  const from = verbaliser.language === "zh" ? verbaliser.percent(first) : verbaliser.amount(first);
  return verbaliser.range(from, verbaliser.percent(last));
}

/** Percentages: `15%`, `-3.5 %`, `10%~20%`; and per mille. */
export const percentRules: readonly Rule[] = [
  {
    kind: "percent",
    switch: "numbers",
    first: ["digit", "sign"],
    pattern: PERCENT,
    read({ groups = {} }, place: Place) {
      const first = parseAmount(groups["first"] ?? "");
      const isHan = /[到至]/u.test(groups["separator"] ?? "");
      const verbaliser = verbaliserIn(place, isHan ? "zh" : undefined);
      if (first === null || verbaliser === null) return null;
      const last = parseAmount(groups["last"] ?? "");
      const words =
        last === null ? verbaliser.percent(first) : percentRange(first, last, verbaliser);
      if (groups["more"] !== undefined) return andMore(words, verbaliser);
      const per = groups["annum"] === undefined ? groups["per"] : "annum";
      return spokenPer(
        per,
        verbaliser,
        spokenRangePer(words, (each) => verbaliser.measure(first, "km", each)),
      );
    },
  },
  {
    kind: "percent",
    switch: "numbers",
    first: ["digit", "sign"],
    pattern: PER_MILLE,
    read({ groups = {} }, place) {
      const amount = parseAmount(groups["first"] ?? "");
      const verbaliser = place.verbaliser();
      if (amount === null || verbaliser === null) return null;
      if (verbaliser.language === "zh") return `千分之${verbaliser.amount(amount)}`;
      return `${verbaliser.amount(amount)} ${verbaliser.language === "ms" ? "per seribu" : "per mille"}`;
    },
  },
];
