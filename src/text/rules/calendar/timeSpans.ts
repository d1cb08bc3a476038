import type { Rule } from "../rule.ts";

const NAMES: Readonly<Record<string, string>> = {
  yr: "year",
  mo: "month",
  wk: "week",
  hr: "hour",
  mth: "month",
};

/** Abbreviated units of time after a number: `10-yr`, `5 yrs old`, `3-mo.`, `2 wks`. */
const span: Rule = {
  kind: "unit",
  switch: "units",
  first: ["letter"],
  pattern: /(?<=\d[ -]?)(yr|mo|wk|mth|(?<=-)hr)(s?)(?:\.(?= \p{Ll}|[,;:)]))?(?![\p{L}\p{N}'])/uy,
  read: ([, short = "", plural = ""], place) => {
    const name = NAMES[short];
    if (name === undefined || place.verbaliser()?.language !== "en") return null;
    const isOne = place.before.endsWith("-") || /(?<!\d[\d.,]?)1 ?$/.test(place.before);
    const words = isOne && plural === "" ? name : `${name}s`;
    return /\d$/.test(place.before) ? ` ${words}` : words;
  },
};

/** Abbreviated units of time in English that are not symbols of units. */
export const spanRules: readonly Rule[] = [span];
