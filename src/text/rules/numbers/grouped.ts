import { spokenNumber } from "./numeral.ts";
import type { Rule } from "../rule.ts";

/** Numbers with other groups than three digits after a comma: `1 000 000`, `1'000'000`, `1,00,000`. */
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

/** A number with groups in the same block, which shows how the block writes numbers. */
const GROUPS_BEFORE = /(?<![\d.,] ?)[1-9]\d{0,2}(?: [05]00|(?: \d{3}){2,5})(?![\d.,]?\d)/;
/** Numbers with one group of any digits after a number such as `12 500`: `12 050`. */
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

/** Numbers with other groups than three digits after a comma. */
export const groupedRules: readonly Rule[] = [grouped, groupedAlike];
