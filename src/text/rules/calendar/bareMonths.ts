import { endsSentence } from "./calendar.ts";
import { languageOf, nameOf } from "./monthLanguage.ts";
import { monthOf } from "./months.ts";
import type { Reading, Rule } from "../rule.ts";

const ABBREVIATION = "(Jan|Feb|Mar|Apr|Jul|Aug|Sept?|Oct|Nov|Dec|Jun|Ogo|Ogs|Okt|Dis)";
/** An abbreviation without a number, with its dot or without: `in Dec.`, `mid-Sept`. */
const MONTH = new RegExp(
  String.raw`(?:(?<=\b(?:mid|early|late)-)|(?<![\p{L}\p{M}\d_]|[\p{L}\d][\-\/.:_@]))${ABBREVIATION}(?:(\.)(?!\p{L}|\d)|(?![\p{L}\p{M}\d_'@]|-\p{L}))`,
  "uy",
);
/** Before an abbreviation without a dot, which can be a name too. */
const BEFORE_BARE =
  /\b(?:(?:in|last|next|this|since|until|till|early|late|bulan|awal|akhir|pertengahan) |mid[- ])$/i;
const BEFORE_DOT =
  /\b(?:(?:in|of|last|next|this|since|until|till|by|early|late|from|to|through|every|each|and|pada|bulan|sejak|hingga|awal|akhir|pertengahan|dan) |mid[- ])$/i;

/** Abbreviations of months without a number, where the word before wants a month. */
export const bareMonthRule: Rule = {
  kind: "date",
  switch: "abbreviations",
  first: ["letter"],
  pattern: MONTH,
  read([text, word = "", dot], place): Reading | null {
    const name = monthOf(word);
    const wants = dot === undefined ? BEFORE_BARE : BEFORE_DOT;
    const verbaliser = name === null || !wants.test(place.before) ? null : languageOf(name, place);
    if (name === null || verbaliser === null) return null;
    const isEnd = dot !== undefined && endsSentence(place.after);
    return { text: nameOf(name, verbaliser), length: text.length - (isEnd ? 1 : 0) };
  },
};
