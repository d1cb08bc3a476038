import type { Language } from "../../speak/verbaliser.ts";
import type { Place, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const PART = "(?:pagi|tengah ?hari|tengah malam|petang|malam|pg|ptg|mlm)";
const WEEKDAY = "(?:周|週|星期|礼拜)[一二三四五六日天1-7]";
const DAY_PART =
  "(?:上午|下午|早上|晚上|中午|凌晨|傍晚|次日|次年|次月|现在|今天?|明天?|第二天|翌日|今[早晚]|明[早晚])";

/** The text before and after a dash that means "to", with the language in which "to" is spoken. */
const ENDS: readonly (readonly [Language, RegExp, RegExp])[] = [
  ["ms", new RegExp(`\\d ?${PART} ?$`, "iu"), /^ ?(?:pukul |jam )?\d{1,2}(?:[.:]\d\d)? ?\p{L}/iu],
  ["en", /(?<!\p{L})(?:noon|midnight) ?$/iu, /^ ?\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m/i],
  ["en", /\d ?[ap]\.?m\.? ?$/i, /^ ?(?:noon|midnight|close|closing|late|sunset|dawn)(?!\p{L})/iu],
  ["zh", new RegExp(`${WEEKDAY} ?$`, "u"), new RegExp(`^ ?${WEEKDAY}`, "u")],
  ["zh", /(?:[点點半分刻整钟日号號天年月]|\d:\d\d) ?$/u, new RegExp(`^ ?${DAY_PART}`, "u")],
  ["zh", /\d ?(?:\p{Script=Han}{1,3}|°[CF]|%) ?$/u, /^ ?零[上下]/u],
  [
    "zh",
    /(?<![零一二三四五六七八九十百千万A-Za-z] ?)[一二三四五六七八九十两]{1,3}[点點天日号岁个元]? ?$/u,
    /^ ?[一二三四五六七八九十两]{1,3}(?![零一二三四五六七八九百千万点])/u,
  ],
  ["zh", /第 ?\d{1,6} ?\p{Script=Han}? ?$/u, /^ ?第 ?[\d一二三四五六七八九十百]/u],
  ["zh", /[一二三四五六七八九十]月 ?$/u, /^ ?[一二三四五六七八九十]{1,2}月/u],
];

/** Dashes between two times or days with words: `8 pagi - 5 petang`, `周一-周五`. */
export const dashRule: Rule = {
  kind: "range",
  switch: "numbers",
  first: ["sign"],
  pattern: /[-\u2013\u2014~]/uy,
  read([mark], place) {
    const { before, after } = place;
    const isFraction = /\d\/\d{1,3} ?$/.test(before) && /^ ?\d{1,3}\/\d/.test(after);
    if (mark === "~" && isFraction) return place.verbaliser()?.range("", "") ?? null;
    if (isRangeOfUnit(mark, place)) return place.verbaliser()?.language === "zh" ? "到" : null;
    const language = ENDS.find(([, from, to]) => from.test(before) && to.test(after))?.[0];
    const verbaliser = language === undefined ? null : verbaliserIn(place, language);
    if (verbaliser === null) return null;
    const word = verbaliser.range("", "").trim();
    if (verbaliser.language === "zh") return word;
    return `${before.endsWith(" ") ? "" : " "}${word}${after.startsWith(" ") ? "" : " "}`;
  },
};

/** Returns whether a dash is between two quantities, with the same unit or with `~`: `10米-20米`, `3天~5天`. */
function isRangeOfUnit(mark: string, { before, after }: Place): boolean {
  const unit = /\d ?(\p{Script=Han}{1,3}) ?$/u.exec(before)?.[1];
  const next = /^ ?(?:\d{1,15}(?:\.\d{1,9})?) ?(\p{Script=Han}{0,3})/u.exec(after)?.[1];
  if (unit === undefined || next === undefined) return false;
  return mark === "~" || next.startsWith(unit);
}
