import { chineseRule } from "../chineseRule.ts";
import { exists } from "../calendar/calendar.ts";
import { joined } from "../letters/label.ts";
import type { Rule } from "../rule.ts";
import { amountOf } from "../numbers/numeral.ts";

const END = String.raw`(?![\p{Script=Latin}\d_%]|[.,:/·-]\d)`;

const rule = (pattern: RegExp, read: Parameters<typeof chineseRule>[0]["read"]): Rule =>
  chineseRule({ kind: "number", pattern, read });

/** Days that are names: `5·12地震`, `“9·11”`. */
const dottedDay = rule(
  new RegExp(String.raw`(?<![\d.,:/·-])(\d{1,2})·(\d{1,2})${END}(?! ?[=·×元块折万亿倍个])`, "uy"),
  ([written, month, day], verbaliser) =>
    exists(null, Number(month), Number(day)) ? verbaliser.digits(written) : null,
);

/** Days with a dot before the name of an event: `3.15晚会`, `6.18大促`, `10.1假期`. */
const namedDay = rule(
  /(?<![\d.,:/-])(\d{1,2})\.(\d{1,2})(?=(?:事件|晚会|大促|购物节|恐袭|恐怖袭击|狂欢节|年中大促|假期|黄金周|小?长假|国庆|劳动节))/uy,
  ([written], verbaliser) =>
    written === "10.1" ? verbaliser.cardinal("11") : verbaliser.digits(written),
);

/** Discounts of two digits, which are spoken one by one: `95折` is 九五折. */
const discount = rule(
  /(?<![\d.,])[1-9][1-9](?=折(?!线|叠|合|算)|开(?:$|[，。！？、；]))/uy,
  ([written], verbaliser) => verbaliser.digits(written),
);

/** Aircraft: `波音747-400`, `空客320`. */
const aircraft = rule(
  new RegExp(String.raw`(?<=(?:波音|空客|空中客车) ?)\d{3}(?:-\d{1,3})?${END}`, "uy"),
  ([written], verbaliser) => verbaliser.digits(written),
);

/** Angles: `东经116°23′`, `30°15'20"`. */
const angle = rule(
  /(?<![\d.,])(\d{1,3}) ?[°º˚] ?(\d{1,2})'(?: ?(\d{1,2})")?(?! ?[NSEW])/uy,
  ([, degrees = "", minutes = "", seconds], verbaliser) => {
    const end = seconds === undefined ? "" : `${verbaliser.cardinal(seconds)}秒`;
    return `${verbaliser.cardinal(degrees)}度${verbaliser.cardinal(minutes)}分${end}`;
  },
);

/** Minutes and seconds of a run: `52'30"`. Small numbers are feet and inches. */
const lap = rule(
  /(?<![\d.,°'])(\d{1,3})'([0-5]\d)"(?!\d)/uy,
  ([, minutes = "", seconds = ""], verbaliser) =>
    Number(seconds) < 12 && Number(minutes) < 9
      ? null
      : `${verbaliser.cardinal(minutes)}分${verbaliser.cardinal(seconds)}秒`,
);

/** Words before and after a duration: `用时2:15:36`, `3:45的成绩`. */
const LASTING = /(?:用了?时?|耗时|历时|时长|成绩|跑出|跑了)[^\d]{0,3}$/u;
const LASTED = /^ ?(?:的成绩|完赛|冲线|撞线|完成比赛)/u;
const duration = rule(
  /(?<![\d.,:])(?:(\d{1,2}):)?(\d{1,2}):([0-5]\d)(?![\d:]|\.\d)/uy,
  ([, hours, minutes = "", seconds = ""], verbaliser, { before, after }) => {
    if (!LASTING.test(before) && !LASTED.test(after)) return null;
    const start = hours === undefined ? "" : `${verbaliser.cardinal(hours, "小时")}小时`;
    return `${start}${verbaliser.cardinal(minutes, "分")}分${verbaliser.cardinal(seconds, "秒")}秒`;
  },
);

/** Durations with hundredths: `3:26.00`. */
const exactDuration = rule(
  /(?<![\d.,:])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?![\d.:])/uy,
  ([, minutes = "", seconds = "", parts = ""], verbaliser) =>
    `${verbaliser.cardinal(minutes, "分")}分${verbaliser.cardinal(seconds, "秒")}秒${verbaliser.digits(parts)}`,
);

/** Models of processors: `i9-14900K`. */
const model: Rule = {
  kind: "letters",
  switch: "numbers",
  first: ["letter"],
  pattern: /(?<![A-Za-z\d])([iI])([3579])-(\d{4,5})([A-Z]{0,2})(?![A-Za-z\d])/uy,
  read([, name = "", series = "", digits = "", letters = ""], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const words = [
      name,
      verbaliser.cardinal(series),
      verbaliser.digits(digits),
      ...Array.from(letters),
    ];
    return joined(words);
  },
};

/** Sizes of teams: `2vs2`. */
const versus: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\p{Script=Latin}\d.,])(\d{1,3}) ?(?:vs|VS) ?(\d{1,3})(?![\p{Script=Latin}\d])/uy,
  read([, first = "", last = ""], place) {
    const verbaliser = place.verbaliser();
    return verbaliser && `${verbaliser.cardinal(first)} versus ${verbaliser.cardinal(last)}`;
  },
};

/** Titles of works: `《2012》`, `《1917》`. */
const title = rule(/(?<=《)(?:1[89]|20)\d\d(?=》)/uy, ([digits], verbaliser) =>
  verbaliser.digits(digits),
);

/** Blood pressures: `血压120/80`. */
const bloodPressure = rule(
  /(?<=血压[是为:：约]?[:：]? ?)(\d{2,3})\/(\d{2,3})( ?mmHg)?(?![\d/A-Za-z])/uy,
  ([, high = "", low = "", unit], verbaliser) => {
    const amount = amountOf(low);
    const last = unit === undefined ? verbaliser.cardinal(low) : verbaliser.measure(amount, "mmHg");
    return `${verbaliser.cardinal(high)}，${last}`;
  },
);

/** Sizes of screens in inches: `15.6"屏幕`. */
const inches = rule(
  /(?<![\d.,])(\d{1,3})(?:\.(\d))?"(?=(?:寸|屏|显示|电视|笔记本|平板))/uy,
  ([, whole = "", fraction = null], verbaliser) =>
    verbaliser.measure({ negative: false, whole, fraction, scale: null }, "in"),
);

/** Numbers that are names in Chinese texts, and quantities whose signs Chinese texts use in another sense. */
export const chineseNameRules: readonly Rule[] = [
  dottedDay,
  namedDay,
  discount,
  aircraft,
  angle,
  lap,
  duration,
  exactDuration,
  model,
  versus,
  title,
  bloodPressure,
  inches,
];
