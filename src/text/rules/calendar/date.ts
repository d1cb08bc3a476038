import { chineseNumericDateRules } from "./chineseNumericDates.ts";
import { chineseDateRules } from "./chineseDates.ts";
import { DASH } from "./calendar.ts";
import { numericDateRules } from "./numericDates.ts";
import type { Rule, RuleGroup } from "../rule.ts";
import { MONTH } from "./months.ts";
import { weekdayRules } from "./weekdays.ts";
import { writtenDateRules } from "./writtenDates.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

/** Malay days without a month, or before it: `3hb`, `3 h.b.`, `3-5hb`. */
const DAY_OF_MONTH = new RegExp(
  String.raw`(?<![\p{L}\d_]|\d[\-\/.:,])(\d{1,2})(?: ?hb)?(?:${DASH}(\d{1,2}))?(?: ?hb| ?h\.b\.?)(?![\p{L}\d])`,
  "iuy",
);

const dayOfMonthRule: Rule = {
  kind: "date",
  switch: "numbers",
  first: ["digit"],
  pattern: DAY_OF_MONTH,
  read([, first = "", last], place) {
    const verbaliser = verbaliserIn(place, "ms");
    if (
      verbaliser === null ||
      [first, last ?? first].some((day) => !/^(?:0?[1-9]|[12]\d|3[01])$/.test(day))
    )
      return null;
    const from = verbaliser.cardinal(first);
    return `${last === undefined ? from : verbaliser.range(from, verbaliser.cardinal(last))} hari bulan`;
  },
};

const HAN = /\p{Script=Han}/u;

/** Dates in digits, in words and in Chinese, in the order in which they are tried. */
export const dateGroups: readonly RuleGroup[] = [
  { needs: HAN, rules: chineseDateRules },
  { needs: /\d[./\u00b7\-\u2013]|\p{Script=Han}/u, rules: chineseNumericDateRules },
  { needs: /\d[/.\-\u2013\u00b7]/, rules: numericDateRules },
  { needs: new RegExp(MONTH, "iu"), rules: writtenDateRules },
  { needs: /\dh\.?b|\d h\.?b/i, rules: [dayOfMonthRule] },
  { needs: /[A-Za-z\p{Script=Han}]/u, rules: weekdayRules },
];
