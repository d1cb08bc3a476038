import type { Amount, Verbaliser } from "../../speak/verbaliser.ts";
import { AMOUNT, andMore, MORE, parseAmount, START } from "../numbers/amount.ts";
import { PER, spokenPer, spokenRangePer } from "./per.ts";
import type { Place, Rule } from "../rule.ts";

const SEPARATOR = String.raw`(?: ?[\-\u2013\u2014~\uff5e] ?|[到至])`;
/** `5 % 3` is a remainder, `%20` a code. */
const MARK = String.raw`(?:%(?![\p{N}])| %(?! ?[\p{N}]))`;
const PERCENT = new RegExp(
  `${START}(?<first>${AMOUNT})(?:${MARK}?(?<separator>${SEPARATOR})(?<last>${AMOUNT}))?${MARK}(?:${PER}|(?<annum> ?p\\.a(?!\\p{L})(?:\\.(?! *$| \\p{Lu}))?)|(?<more>${MORE}))?`,
  "vy",
);
const PER_MILLE = new RegExp(`${START}(?<first>${AMOUNT}) ?‰`, "vy");

/** Chinese says the sign before each number of a range, other languages once after both. */
function percentRange(first: Amount, last: Amount, say: Verbaliser): string {
  const from = say.language === "zh" ? say.percent(first) : say.amount(first);
  return say.range(from, say.percent(last));
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
      const say = place.say() === null ? null : place.say(isHan ? "zh" : undefined);
      if (first === null || say === null) return null;
      const last = parseAmount(groups["last"] ?? "");
      const words = last === null ? say.percent(first) : percentRange(first, last, say);
      if (groups["more"] !== undefined) return andMore(words, say);
      const per = groups["annum"] === undefined ? groups["per"] : "annum";
      return spokenPer(
        per,
        say,
        spokenRangePer(words, (each) => say.measure(first, "km", each)),
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
      const say = place.say();
      if (amount === null || say === null) return null;
      if (say.language === "zh") return `千分之${say.amount(amount)}`;
      return `${say.amount(amount)} ${say.language === "ms" ? "per seribu" : "per mille"}`;
    },
  },
];
