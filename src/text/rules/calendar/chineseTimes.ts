import type { Verbaliser } from "../../speak/verbaliser.ts";
import { DASH } from "./calendar.ts";
import type { Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const START = String.raw`(?<![\p{Script=Latin}\d_]|\d[\-\/.:,])`;
/** Minutes without a unit: the 30 of `8点30`, but not of `8点30个人`. */
const BARE_MINUTE = String.raw`[0-5]\d(?![\d.:%\/\p{Script=Latin}]| ?[个個人名位万元块岁年月天次])`;
const CLOCK = String.raw`(?:\d{1,2} ?[点點时時] ?\d{1,2} ?分(?: ?\d{1,2} ?秒)?|\d{1,2} ?[点點] ?${BARE_MINUTE}|\d{1,2} ?[点點](?!\d))`;
const CLOCKS = new RegExp(`${START}(${CLOCK})(?:${DASH}(${CLOCK}))?`, "uy");
/** Ranges whose first hour has the unit of the second: `3-5点`, `3到5点半`. */
const HOURS = new RegExp(`${START}(\\d{1,2})(?:${DASH}| ?[至到] ?)(${CLOCK})`, "uy");
const NUMBER = /(\d{1,2}) ?([点點时時分秒]?)/gu;
const LIMITS: Readonly<Record<string, number>> = { 分: 59, 秒: 59, "": 59 };

/** Speaks the numbers of a Chinese time; null if the time does not exist. */
function spoken(text: string, verbaliser: Verbaliser): string | null {
  let isTime = true;
  const words = text.replace(NUMBER, (_, digits: string, unit: string) => {
    isTime &&= Number(digits) <= (LIMITS[unit] ?? 24);
    // A written zero is spoken: 九点零五分.
    const number = /^0[1-9]$/.test(digits) && unit in LIMITS ? verbaliser.digits(digits) : null;
    return `${number ?? verbaliser.cardinal(digits, unit)}${unit}`;
  });
  return isTime ? words.replaceAll(" ", "") : null;
}

/** Times with 点, 时 and 分, which are spoken in Chinese in any text. Words such as 半 and 整 stay. */
export const chineseTimeRules: readonly Rule[] = [
  {
    kind: "time",
    switch: "numbers",
    first: ["digit"],
    pattern: CLOCKS,
    read([, first = "", last], place) {
      const verbaliser = verbaliserIn(place, "zh");
      if (verbaliser === null) return null;
      const from = spoken(first, verbaliser);
      if (last === undefined || from === null) return from;
      const to = spoken(last, verbaliser);
      return to === null ? null : verbaliser.range(from, to);
    },
  },
  {
    kind: "time",
    switch: "numbers",
    first: ["digit"],
    pattern: HOURS,
    read([, hour = "", last = ""], place) {
      const verbaliser = verbaliserIn(place, "zh");
      const to = verbaliser === null || Number(hour) > 24 ? null : spoken(last, verbaliser);
      return verbaliser === null || to === null
        ? null
        : verbaliser.range(verbaliser.cardinal(hour, "点"), to);
    },
  },
];
