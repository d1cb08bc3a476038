import { chineseRule } from "../chineseRule.ts";
import type { Verbaliser } from "../../speak/verbaliser.ts";
import { exists } from "./calendar.ts";
import type { Place, Rule } from "../rule.ts";

const START = String.raw`(?<![\p{Script=Latin}\d_]|\d[\-./:,·])`;
const STOP = String.raw`(?![\p{Script=Latin}\d_%‰]|[\-./:,·~]\d)`;
const NO_COUNT = String.raw`(?! ?(?:[元块米公千万亿岁人个分度倍次年月日号室栋楼座层排路]|美元|令吉|英|平))`;

/** `2019·2·10`. */
const DOTTED = new RegExp(String.raw`${START}([12]\d{3})·(\d{1,2})·(\d{1,2})${STOP}`, "uy");
/** Ranges of days: `2024.10.1-10.7`, `2024/10/1-7`. */
const DAYS = new RegExp(
  String.raw`${START}((?:19|20)\d\d)([./])(\d{1,2})\2(\d{1,2}) ?[-–—~至到] ?(?:(\d{1,2})\2)?(\d{1,2})${STOP}`,
  "uy",
);
/** Year, month and day of at most two digits after 日期: `12/2/2`, `12.2.3`. */
const SHORT = new RegExp(
  String.raw`(?<=日期[是为:：]?[:：]? ?)(\d{1,2})([/.\-])(\d{1,2})\2(\d{1,2})${STOP}`,
  "uy",
);
/** `12/2/2` as the whole text. */
const ALONE = /(\d{1,2})\/(\d{1,2})\/(\d{1,2})(?!.)/uy;
/** `2008.08`. */
const YEAR_MONTH = new RegExp(
  String.raw`${START}((?:19|20)\d\d)\.(0[1-9]|1[0-2])${STOP}${NO_COUNT}`,
  "uy",
);
/** `08.2008`. */
const MONTH_YEAR = new RegExp(
  String.raw`${START}(0[1-9]|1[0-2])\.((?:19|20)\d\d)${STOP}${NO_COUNT}`,
  "uy",
);
/** `08-08`, `08.08`. */
const MONTH_DAY = new RegExp(
  String.raw`${START}(0[1-9]|1[0-2])[.-](0[1-9]|[12]\d|3[01])${STOP}${NO_COUNT}`,
  "uy",
);
/** `31/12`, which is not a fraction, because it is far above one. */
const DAY_FIRST = new RegExp(
  String.raw`${START}(?!24\/7(?!\d))(1[3-9]|2\d|3[01])\/(0?[1-9]|1[0-2])${STOP}${NO_COUNT}(?! ?[的杯勺])`,
  "uy",
);
/** `12/25` before a time or an event. */
const DAY_LAST = new RegExp(
  String.raw`${START}(0?[1-9]|1[0-2])\/([12]?\d|3[01])(?=[,，]? ?(?:\d{1,2}:\d\d|[上下中]午|早上|晚上|[（(]?(?:周|星期)[一二三四五六日天1-7]|放假|开学|开幕|开会|开始|截止|生日))`,
  "uy",
);
/** Words before a decimal number, an apartment or a code. */
const AMOUNT_BEFORE = /[为是共计达约涨跌比分价款额值超近过号码室房座]\s?$/u;
/** The text after a date whose month is 10 to 12. Before other text the digits are decimals. */
const ENDS = /^(?:$|[，。、；）)\]！？\s]|[起止前后後版发發出生毕入])/u;

const rule = (pattern: RegExp, read: Parameters<typeof chineseRule>[0]["read"]): Rule =>
  chineseRule({ kind: "date", pattern, read });

/** Speaks a date; null if it does not exist. The year keeps its number of digits: 一二年. */
function spoken(
  [year, month, day]: readonly [string | null, string, string | null],
  verbaliser: Verbaliser,
): string | null {
  if (!exists(null, Number(month), Number(day ?? 1))) return null;
  return verbaliser.date({
    year,
    month: Number(month),
    day: day === null ? null : Number(day),
    monthFirst: true,
  });
}

function isMonth(month: string, { before, after }: Place): boolean {
  return !AMOUNT_BEFORE.test(before) && (month.startsWith("0") || ENDS.test(after));
}

/** Dates in digits that only Chinese texts write like this. */
export const chineseNumericDateRules: readonly Rule[] = [
  rule(DOTTED, ([, year = "", month = "", day = ""], verbaliser) =>
    spoken([year, month, day], verbaliser),
  ),
  rule(DAYS, ([, year = "", , month = "", day = "", month2, day2 = ""], verbaliser) => {
    const from = spoken([year, month, day], verbaliser);
    const to = spoken([null, month2 ?? month, day2], verbaliser);
    return from === null || to === null ? null : verbaliser.range(from, to);
  }),
  rule(SHORT, ([, year = "", , month = "", day = ""], verbaliser) =>
    spoken([year.padStart(2, "0"), month, day], verbaliser),
  ),
  rule(ALONE, ([, year = "", month = "", day = ""], verbaliser, { start }) =>
    start === 0 ? spoken([year.padStart(2, "0"), month, day], verbaliser) : null,
  ),
  rule(YEAR_MONTH, ([, year = "", month = ""], verbaliser, place) =>
    isMonth(month, place) ? spoken([year, month, null], verbaliser) : null,
  ),
  rule(MONTH_YEAR, ([, month = "", year = ""], verbaliser, place) =>
    isMonth(month, place) ? spoken([year, month, null], verbaliser) : null,
  ),
  rule(DAY_FIRST, ([, day = "", month = ""], verbaliser, { before }) =>
    AMOUNT_BEFORE.test(before) ? null : spoken([null, month, day], verbaliser),
  ),
  rule(DAY_LAST, ([, month = "", day = ""], verbaliser) => spoken([null, month, day], verbaliser)),
  rule(MONTH_DAY, ([, month = "", day = ""], verbaliser, { before, after }) => {
    const isDate = month.startsWith("0") && !AMOUNT_BEFORE.test(before);
    return isDate && !/^[-~]/.test(after) ? spoken([null, month, day], verbaliser) : null;
  }),
];
