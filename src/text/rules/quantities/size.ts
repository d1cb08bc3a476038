import type { Unit } from "../../speak/units.ts";
import { AMOUNT, parseAmount, START } from "../numbers/amount.ts";
import type { Place, Rule } from "../rule.ts";
import { isSure, joined, unitName } from "./unitContext.ts";
import { SYMBOL, unitOf } from "./unitSymbols.ts";

const part = (name: string): string => `(?<${name}>${AMOUNT})(?: ?(?<${name}Unit>${SYMBOL}))?`;
const TIMES = " ?[x×X*] ?";
const SIZE = new RegExp(
  `${START}${part("first")}${TIMES}${part("second")}(?:${TIMES}${part("third")})?`,
  "vy",
);
/** Sizes in feet or inches: `4'x8'`, `11" x 14"`. */
const MARKED = new RegExp(
  String.raw`${START}(?<first>\d{1,3}(?:\.\d{1,2})?)(?<mark>'|")${TIMES}(?<second>\d{1,3}(?:\.\d{1,2})?)\k<mark>(?![\p{L}\p{N}])`,
  "vy",
);
const FRACTION = new RegExp(
  String.raw`${START}(?:(?:(?<whole>\d{1,3}) )?(?<top>\d{1,2})\/(?<bottom>\d{1,3})|(?<count>\d{1,3})? ?(?<sign>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]))(?<blank>[ \-]?)(?<symbol>${SYMBOL})`,
  "vy",
);

const LENGTHS: ReadonlySet<Unit> = new Set([
  "km",
  "m",
  "cm",
  "mm",
  "mi",
  "yd",
  "ft",
  "in",
  "px",
  "m²",
  "sq ft",
]);

type Groups = Readonly<Record<string, string | undefined>>;

/** Speaks a size or a product, `5 x 10 cm` or `2 x 500 ml`. English says "by" between lengths. */
function spokenSize(groups: Groups, place: Place): string | null {
  const names = groups["third"] === undefined ? ["first", "second"] : ["first", "second", "third"];
  const last = unitOf(groups[`${names.at(-1) ?? ""}Unit`] ?? "");
  const verbaliser = place.verbaliser();
  if (last === null || verbaliser === null) return null;
  const sizes: string[] = [];
  for (const name of names) {
    const amount = parseAmount(groups[name] ?? "");
    const unit = unitOf(groups[`${name}Unit`] ?? "");
    if (amount === null) return null;
    sizes.push(unit === null ? verbaliser.amount(amount) : verbaliser.measure(amount, unit));
  }
  const by = verbaliser.language === "en" && LENGTHS.has(last) ? "by" : verbaliser.operators["×"];
  return joined(verbaliser, [sizes.join(verbaliser.language === "zh" ? by : ` ${by} `)]);
}

/** Speaks a fraction of a unit: `1/2 kg` → half a kilogram, `3/4 kg` → three quarters of a kilogram, `2½ kg`. */
function spokenFraction(groups: Groups, place: Place): string | null {
  const { blank = "", symbol = "", sign = "", whole = groups["count"] } = groups;
  const [signTop = "", signBottom = ""] = sign.normalize("NFKD").split("\u2044");
  const top = groups["top"] ?? signTop;
  const bottom = groups["bottom"] ?? signBottom;
  const unit = unitOf(symbol);
  const verbaliser = place.verbaliser();
  if (verbaliser === null || unit === null || top.startsWith("0") || /^[01]/.test(bottom))
    return null;
  if (!isSure({ digits: bottom, blank, symbol, language: verbaliser.language }, place)) return null;
  const many = unitName(unit, "5", verbaliser);
  const one = unitName(unit, "1", verbaliser);
  if (many === null || one === null) return null;
  if (whole !== undefined) return joined(verbaliser, [verbaliser.mixed(whole, top, bottom), many]);
  if (verbaliser.language !== "en")
    return joined(verbaliser, [verbaliser.fraction(top, bottom), many]);
  const article = /^(?:hour|[aeiou])/.test(one) ? "an" : "a";
  const half = top === "1" && bottom === "2";
  return half
    ? `half ${article} ${one}`
    : `${verbaliser.fraction(top, bottom)} of ${article} ${one}`;
}

/** Sizes and fractions of a unit, which are tried before products and fractions: `5 x 10 cm`, `1/2 kg`, `2½ kg`. */
export const sizeRules: readonly Rule[] = [
  {
    kind: "unit",
    switch: "units",
    first: ["digit"],
    pattern: SIZE,
    read: ({ groups = {} }, place) => spokenSize(groups, place),
  },
  {
    kind: "unit",
    switch: "units",
    first: ["digit"],
    pattern: MARKED,
    read: ({ groups = {} }, place) => {
      const unit = groups["mark"] === "'" ? "ft" : "in";
      const verbaliser = place.verbaliser();
      const [first, second] = [
        parseAmount(groups["first"] ?? ""),
        parseAmount(groups["second"] ?? ""),
      ];
      if (verbaliser === null || first === null || second === null) return null;
      const by = verbaliser.language === "en" ? "by" : verbaliser.operators["×"];
      return joined(verbaliser, [
        verbaliser.measure(first, unit),
        by,
        verbaliser.measure(second, unit),
      ]);
    },
  },
  {
    kind: "unit",
    switch: "units",
    first: ["digit", "sign"],
    pattern: FRACTION,
    read: ({ groups = {} }, place) => spokenFraction(groups, place),
  },
];
