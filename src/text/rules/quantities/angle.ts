import type { Amount, Verbaliser } from "../../speak/verbaliser.ts";
import { AMOUNT, DIGITS, parseAmount, START } from "../numbers/amount.ts";
import type { Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}_])`;
const COORDINATE = new RegExp(
  `${START}(?<degrees>${DIGITS}) ?[°º˚] ?(?:(?<minutes>\\d{1,2}(?:\\.\\d{1,6})?)' ?(?:(?<seconds>\\d{1,2}(?:\\.\\d{1,6})?)(?:"|'') ?)?)?(?<direction>[NSEWUTB])${END}`,
  "vy",
);
const ACCELERATION = new RegExp(`${START}(?<first>${AMOUNT}) ?m\\/s(?:²|\\^?2)${END}`, "vy");

const DIRECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { N: "north", S: "south", E: "east", W: "west" },
  ms: { N: "utara", U: "utara", S: "selatan", E: "timur", T: "timur", W: "barat", B: "barat" },
  zh: { N: "北纬", S: "南纬", E: "东经", W: "西经" },
};

const MINUTE_NAMES: Readonly<Record<string, string>> = { en: "minutes", ms: "minit", zh: "分" };
const SECOND_NAMES: Readonly<Record<string, string>> = { en: "seconds", ms: "saat", zh: "秒" };

/** Returns the words of the minutes or seconds of an angle; none if `digits` is undefined. */
function part(digits: string | undefined, name: string, verbaliser: Verbaliser): string[] {
  const amount = digits === undefined ? null : parseAmount(digits);
  if (amount === null) return [];
  const words = verbaliser.amount(amount);
  return [verbaliser.language === "zh" ? words + name : `${words} ${name}`];
}

/** Speaks an acceleration in m/s². */
function acceleration(amount: Amount, verbaliser: Verbaliser): string {
  if (verbaliser.language === "zh")
    return verbaliser.measure(amount, "m/s").replace("每秒", "每二次方秒");
  return `${verbaliser.measure(amount, "m/s")} ${verbaliser.operators["²"]}`;
}

/** Coordinates (`3.1°N`, `101° 41' E`, Malay `3°U`) and accelerations (`9.8 m/s²`). */
export const angleRules: readonly Rule[] = [
  {
    kind: "unit",
    switch: "units",
    first: ["digit"],
    pattern: COORDINATE,
    read({ groups = {} }, place) {
      const { degrees: digits = "", direction: letter = "" } = groups;
      const isMalay = /[UTB]/.test(letter);
      const verbaliser = verbaliserIn(place, isMalay ? "ms" : undefined);
      const degrees = parseAmount(digits);
      if (verbaliser === null || degrees === null) return null;
      const direction = DIRECTIONS[verbaliser.language]?.[letter] ?? "";
      const angle = [
        verbaliser.measure(degrees, "°"),
        ...part(groups["minutes"], MINUTE_NAMES[verbaliser.language] ?? "", verbaliser),
        ...part(groups["seconds"], SECOND_NAMES[verbaliser.language] ?? "", verbaliser),
      ];
      return verbaliser.language === "zh"
        ? direction + angle.join("")
        : [...angle, direction].join(" ");
    },
  },
  {
    kind: "unit",
    switch: "units",
    first: ["digit", "sign"],
    pattern: ACCELERATION,
    read({ groups = {} }, place) {
      const amount = parseAmount(groups["first"] ?? "");
      const verbaliser = place.verbaliser();
      return amount === null || verbaliser === null ? null : acceleration(amount, verbaliser);
    },
  },
];
