import { chineseAt, chineseRule } from "../chineseRule.ts";
import { beginsWithMeasureWord } from "../../speak/measureWords.ts";
import type { Amount } from "../../speak/verbaliser.ts";
import { parseAmount } from "../numbers/amount.ts";
import { unitOf } from "./unitSymbols.ts";
import { UNIT_NAMES } from "../../speak/zhNames.ts";
import { NUMBER, RANGE_SIGN } from "../numbers/numeral.ts";
import type { Place, Rule } from "../rule.ts";

const START = String.raw`(?<![\p{Script=Latin}\p{N}_]|\d[.,:/])`;
const NO_WORD_AFTER = String.raw`(?![\p{Script=Latin}\p{N}_])`;
const TO = `(?: ?${RANGE_SIGN} ?|[到至])`;

const PER_UNITS =
  "微克|毫克|元|块钱?|美元|美金|令吉|港币|欧元|公里|千米|米|转|次|公斤|千克|克|斤|吨|升|毫升|度|人|个|件|箱|字|页|小时|分钟|分|天|份|瓶|台|辆|票|杯|片|粒|帧|立方米|平方米";
const PER_WORDS =
  "m²|m³|kg|km|kWh|GB|L|h|min|平方米|平米|立方米|公里|千米|公斤|千克|毫升|小时|分钟|个月|星期|学期|学年|课时|千字|米|斤|克|吨|升|天|日|周|月|年|时|分|秒|人|位|个|件|箱|份|瓶|台|辆|次|只|盒|张|晚|包|本|杯|条|间|字|度|套|支|袋|株|亩|节|场|桌|户|班|股|元|票|片|粒|车|单|家|门|页|堆|组";
const PER_NAMES: Readonly<Record<string, string>> = { 时: "小时", 分: "分钟" };
/** Rates: `5元/斤`, `3-5元/人`, `3500转/分`, `2万元/平方米`. */
const PER = new RegExp(
  `${START}(?:(?<from>${NUMBER})(?: ?${RANGE_SIGN} ?|[到至]))?(?<to>${NUMBER})(?:(?<scale>[百千万亿]?) ?(?<unit>${PER_UNITS})|(?<bare>[万亿])) ?\\/ ?(?<per>${PER_WORDS})(?![\\/\\d²³]|(?<=[A-Za-z])[A-Za-z])`,
  "uy",
);

/** Scales, among them the letter w, which stands for 万 in Chinese texts. */
const SCALED = String.raw`(?:[十百千]?[万亿萬億]|千|[wWkK]${NO_WORD_AFTER})`;
/** Ranges with scales: `10万-20万`, `15k-20k`, `3-5w`. */
const SCALED_RANGE = new RegExp(
  `${START}(${NUMBER})(${SCALED})?${TO}(${NUMBER})(${SCALED})(?!${RANGE_SIGN}? ?\\d)`,
  "uy",
);
/** Tens of thousands: `300w`, `10W+`. */
const TEN_THOUSANDS = new RegExp(`${START}(${NUMBER})([wW])${NO_WORD_AFTER}`, "uy");
const POWER_BEFORE = /(?:功率|快充|充电|瓦|灯|电源|耗电|适配器|超级)[^\d，。]{0,6}$/u;
const POWER_AFTER = /^ ?(?:快充|有线|无线|充|闪充|功率|的?灯|适配|电源|瓦|输出|氮化镓|超级)/u;
/** The text around a capital W that means 万: money or people. Elsewhere W is watts. */
const COUNT_BEFORE =
  /(?:粉丝?|赞|播放量?|阅读量?|年薪|月薪|月入|年入|收入|预算|浏览量?|销量|存款)[^\d，。]{0,5}$/u;
const COUNT_AFTER = /^ ?(?:\+|粉|赞|人|元|块|阅读|播放|浏览|次|张|条|册|用户|美元|美金|存款)/u;

function scaledAmount(digits: string, scale: string): Amount | null {
  return parseAmount(digits + scale.replace(/[wW]/, "万"));
}

function isTenThousands(letter: string, { before, after }: Place): boolean {
  if (letter === "W") return COUNT_BEFORE.test(before) || COUNT_AFTER.test(after);
  return !POWER_BEFORE.test(before) && !POWER_AFTER.test(after);
}

const rule = (pattern: RegExp, read: Parameters<typeof chineseRule>[0]["read"]): Rule =>
  chineseRule({ kind: "number", pattern, read });

const rate = rule(PER, ({ groups = {} }, verbaliser) => {
  const { from, to = "", unit = "", per: each = "" } = groups;
  const scale = groups["scale"] ?? groups["bare"] ?? "";
  const last = scaledAmount(to, scale);
  const first = from === undefined ? null : scaledAmount(from, "");
  if (last === null) return null;
  const words = verbaliser.amount(last, unit);
  const whole = first === null ? words : verbaliser.range(verbaliser.amount(first, unit), words);
  const symbol = unitOf(each);
  const name = PER_NAMES[each] ?? (symbol === null ? each : UNIT_NAMES[symbol]);
  return `每${name}${whole}${unit}`;
});

const scaledRange = rule(
  SCALED_RANGE,
  ([, from = "", own = "", to = "", scale = ""], verbaliser, place) => {
    if (/[wW]/.test(own + scale) && !isTenThousands("w", place)) return null;
    // In 3-5万 the scale is spoken once. The k of 3-5k becomes zeros, so both numbers need it.
    const [first, last] = [
      scaledAmount(from, own || (/[kK]/.test(scale) ? scale : "")),
      scaledAmount(to, scale),
    ];
    if (first === null || last === null) return null;
    return verbaliser.range(verbaliser.amount(first, "万"), verbaliser.amount(last, place.after));
  },
);

const tenThousands = rule(TEN_THOUSANDS, ([, digits = "", letter = ""], verbaliser, place) => {
  if (!isTenThousands(letter, place)) {
    const power = parseAmount(digits);
    return power === null ? null : verbaliser.measure(power, "W");
  }
  const amount = scaledAmount(digits, "万");
  return amount === null ? null : verbaliser.amount(amount, place.after);
});

/** Basis points, which are hundredths of a percent: `10bp`. */
const basisPoints = rule(
  new RegExp(`${START}(${NUMBER}) ?(?:bps?|BPs?)${NO_WORD_AFTER}`, "uy"),
  ([, digits = ""], verbaliser) => {
    const amount = parseAmount(digits);
    return amount === null ? null : `${verbaliser.amount(amount, "个")}个基点`;
  },
);

/** Pay in thousands: `8k`, `4K起`. Elsewhere 4K and 8K are resolutions. */
const pay = rule(
  new RegExp(`${START}(${NUMBER})[kK]${NO_WORD_AFTER}`, "uy"),
  ([, digits = ""], verbaliser, place) => {
    const isPay =
      /[薪资价入][^\d，。]{0,4}$/u.test(place.before) ||
      /^ ?(?:起|元|块|月薪|工资|底薪|人民币|粉|赞|一个月|每月)/u.test(place.after);
    const amount = isPay ? parseAmount(`${digits}k`) : null;
    return amount === null ? null : verbaliser.amount(amount, place.after);
  },
);

/** Decimals after a unit: `1米75`, `9秒58`, `5块25`. */
const decimals = rule(
  /(?<=\d ?[米秒块塊])\d\d(?![\d.,:/%\p{Script=Latin}])/uy,
  ([digits], verbaliser, { after }) =>
    beginsWithMeasureWord(after) || /^ ?[月日号號路]/u.test(after)
      ? null
      : verbaliser.digits(digits),
);

/** Reductions from a price on: `满300-50`. */
const reduction = rule(
  new RegExp(`(?<=满)(\\d{1,6})[-\u2013](\\d{1,6})(?![\\d.,:/%\\p{Script=Latin}])`, "uy"),
  ([, from = "", less = ""], verbaliser, { after }) =>
    Number(less) < Number(from)
      ? `${verbaliser.cardinal(from)}减${verbaliser.cardinal(less, after)}`
      : null,
);

/** Ranges of temperatures below zero: `-5~8度`, `-10度到-5度`. If only one end is below zero, both have the unit. */
const degrees: Rule = {
  kind: "range",
  switch: "numbers",
  first: ["sign", "digit"],
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{N}_])([-\u2212]?)(\d{1,3}(?:\.\d{1,2})?) ?度?(?: ?[-\u2013\u2014~] ?|[到至])([-\u2212]?)(\d{1,3}(?:\.\d{1,2})?) ?度`,
    "uy",
  ),
  read([, below = "", first = "", lastBelow = "", last = ""], place) {
    const verbaliser = chineseAt(place);
    if (verbaliser === null || below + lastBelow === "") return null;
    const end = (sign: string, digits: string): string => {
      const amount = parseAmount(digits);
      return `${sign === "" ? "" : "零下"}${amount === null ? "" : verbaliser.amount(amount, "度")}`;
    };
    const unit = below === lastBelow ? "" : "度";
    return `${verbaliser.range(end(below, first) + unit, end(lastBelow, last))}度`;
  },
};

/** Quantities in the forms of Chinese texts. */
export const chineseQuantityRules: readonly Rule[] = [
  rate,
  scaledRange,
  tenThousands,
  pay,
  basisPoints,
  decimals,
  degrees,
  reduction,
];
