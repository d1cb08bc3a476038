import { spokenNumber } from "./numeral.ts";
import type { Rule } from "../rule.ts";

/** `1 000 000`, `1'000'000`, `1,00,000`: groups other than by commas in threes. */
const grouped: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<!\d[ ',])[1-9]\d{0,2}(?:(?: \d{3}){2,5}| [05]00|(?:'\d{3}){1,5}|(?:,\d\d){1,5},\d{3})(?:\.\d{1,9})?(?![\p{Script=Latin}\d]|[ ',.]\d)/uy,
  read: ([written], place) => {
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : spokenNumber(verbaliser, written, place.after);
  },
};

/** A number of the same block that has groups for sure. */
const GROUPS_BEFORE = /(?<![\d.,] ?)[1-9]\d{0,2}(?: [05]00|(?: \d{3}){2,5})(?![\d.,]?\d)/;
/** `12 050` after a number such as `12 500`: a group of any digits. */
const groupedAlike: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<!\d[ ',])[1-9]\d{0,2} \d{3}(?![\p{Script=Latin}\d]|[ ',.]\d)/uy,
  read: ([written], place) => {
    const verbaliser = GROUPS_BEFORE.test(place.before) ? place.verbaliser() : null;
    return verbaliser === null ? null : spokenNumber(verbaliser, written, place.after);
  },
};

/** Numbers with groups of digits, other than by commas in threes. */
export const groupedRules: readonly Rule[] = [grouped, groupedAlike];
