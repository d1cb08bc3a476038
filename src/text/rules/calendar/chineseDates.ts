import type { Verbaliser } from "../../speak/verbaliser.ts";
import { DASH, exists } from "./calendar.ts";
import type { Place, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const YEAR = String.raw`(?:\d{4}|\d{2}) ?年`;
const MONTH = String.raw`\d{1,2} ?月(?:份)?`;
const DAY = String.raw`\d{1,2} ?(?:日(?![本元圆])|[号號])`;
const DATE = `(?:${YEAR} ?${MONTH}(?: ?${DAY})?|${MONTH}(?: ?${DAY})?)`;
const START = String.raw`(?<![\p{Script=Latin}\d_]|\d[\-\/.:,])`;

/** Dates and ranges with a unit after each number: `2025年12月25日`, `12月5号`, `3月-5月`, `12月25日-28日`. */
const DATES = new RegExp(`${START}${DATE}(?:${DASH}(?:${DATE}|${DAY}))?`, "uy");
/** Ranges whose first number has the unit of the last: `12月25-28日`, `25-28日`, `3-5月`. */
const DAY_RANGE = new RegExp(
  String.raw`${START}(?:(?:${YEAR} ?)?${MONTH} ?)?\d{1,2}${DASH}(?:${DAY}|${DATE})`,
  "uy",
);
/** Dates with an era: `1823年3月bc`. */
const WITH_ERA = new RegExp(
  `${START}(${YEAR}(?: ?${MONTH}(?: ?${DAY})?)?) ?(bc|ad|b\\.c\\.|a\\.d\\.)(?![\\p{Script=Latin}\\d])`,
  "iuy",
);
/** Ranges of years: `2024-2025年`, `2024年-2025年`. */
const YEAR_RANGE = new RegExp(String.raw`${START}(\d{4})( ?年)?${DASH}(\d{4}) ?年`, "uy");
const YEAR_ALONE = new RegExp(String.raw`${START}(\d{1,4}) ?年(?!代)`, "uy");

const NUMBER = /(\d{1,4}) ?([年月日号號]?)/gu;
/** The text around a duration in years: `1000年历史`, `近500年`. */
const LASTED_BEFORE = /(?:有|近|约|超过|长达|历经|经过|过去|将近|大约|了|逾)$/u;
const LASTED_AFTER = /^(?:历史|的历史|之久|以上|多|来|间|前|后|以来的)/u;
const SPAN_AFTER = /^ ?(?:内|前|后|後|间|来|來|里|以)/u;
const ERA = /(?:公元前?|西元前?|纪元前?) ?$/u;
const SHORT_YEAR_BEFORE = /(?:出生|毕业|入学|于|在|从|自|到|至)$/u;
const SHORT_YEAR_AFTER = /^(?:出生|毕业|入学|生|起|届|款|版)/u;

/**
 * Speaks each number of a Chinese date; `unit` is the unit of a number without its own. Null if the date does not exist.
 */
function spoken(text: string, unit: string, verbaliser: Verbaliser): string | null {
  let [isDate, month] = [true, 1];
  const words = text.replace(NUMBER, (_, digits: string, own: string) => {
    const mark = own === "" ? unit : own;
    if (mark === "年") return `${verbaliser.year(digits)}${own}`;
    if (mark === "月") month = Number(digits);
    isDate &&= mark === "月" ? exists(null, month, 1) : exists(null, month, Number(digits));
    return `${verbaliser.cardinal(digits, mark)}${own}`;
  });
  return isDate ? words.replaceAll(" ", "") : null;
}

function spokenRange(text: string, verbaliser: Verbaliser): string | null {
  const [first = "", last] = text.split(new RegExp(DASH, "u"));
  if (last === undefined) return spoken(first, "", verbaliser);
  // The first number of "25-28日" has the first unit that follows it, "25-28日" or "3-5月2日".
  const unit = /[年月日号號]/u.exec(last)?.[0] ?? "";
  const [from, to] = [spoken(first, unit, verbaliser), spoken(last, unit, verbaliser)];
  return from === null || to === null ? null : verbaliser.range(from, to);
}

/** Creates a rule of dates that are spoken in Chinese in any text but those of other languages, such as Japanese. */
const rule = (
  pattern: RegExp,
  read: (match: RegExpExecArray, verbaliser: Verbaliser, place: Place) => string | null,
): Rule => ({
  kind: "date",
  switch: "numbers",
  first: ["digit"],
  pattern,
  read(match, place) {
    const verbaliser = verbaliserIn(place, "zh");
    return verbaliser === null ? null : read(match, verbaliser, place);
  },
});

function isYear(digits: string, { before, after }: Place): boolean {
  if (ERA.test(before)) return true;
  if (digits.length === 2) {
    if (SPAN_AFTER.test(after)) return false;
    const isNamed = SHORT_YEAR_BEFORE.test(before) || SHORT_YEAR_AFTER.test(after);
    return digits.startsWith("0") || (isNamed && Number(digits) > 30);
  }
  if (!/^[12]\d{3}$/.test(digits)) return false;
  const lasted = LASTED_BEFORE.test(before) || LASTED_AFTER.test(after);
  return !(digits.endsWith("00") && (lasted || digits === "1000"));
}

/** Dates with 年, 月, 日 and 号, which are spoken in Chinese in any text. */
export const chineseDateRules: readonly Rule[] = [
  rule(WITH_ERA, ([, date = "", era = ""], verbaliser) => {
    const words = spoken(date, "", verbaliser);
    if (words === null) return null;
    return `${/^b/i.test(era) ? verbaliser.eras.bc : verbaliser.eras.ad}${words}`;
  }),
  rule(DAY_RANGE, ([text], verbaliser) => spokenRange(text, verbaliser)),
  rule(DATES, ([text], verbaliser) => spokenRange(text, verbaliser)),
  rule(
    YEAR_RANGE,
    ([, from = "", mark = "", to = ""], verbaliser) =>
      `${verbaliser.range(`${verbaliser.year(from)}${mark.trim()}`, verbaliser.year(to))}年`,
  ),
  rule(YEAR_ALONE, ([, digits = ""], verbaliser, place) =>
    isYear(digits, place) ? `${verbaliser.year(digits)}年` : null,
  ),
];
