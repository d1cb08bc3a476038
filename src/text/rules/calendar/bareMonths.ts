import { endsSentence } from "./calendar.ts";
import { verbaliserOfMonth, nameOf } from "./monthLanguage.ts";
import { monthOf } from "./months.ts";
import type { Reading, Rule } from "../rule.ts";

const ABBREVIATION = "(Jan|Feb|Mar|Apr|Jul|Aug|Sept?|Oct|Nov|Dec|Jun|Ogo|Ogs|Okt|Dis)";
/** An abbreviated month without a number, with or without a dot: `in Dec.`, `mid-Sept`. */
const MONTH = new RegExp(
  String.raw`(?:(?<=\b(?:mid|early|late)-)|(?<![\p{L}\p{M}\d_]|[\p{L}\d][\-\/.:_@]))${ABBREVIATION}(?:(\.)(?!\p{L}|\d)|(?![\p{L}\p{M}\d_'@]|-\p{L}))`,
  "uy",
);
/** Words before a month without a dot, which can also be a name. */
const BEFORE_BARE =
  /\b(?:(?:in|last|next|this|since|until|till|early|late|bulan|awal|akhir|pertengahan) |mid[- ])$/i;
/** Words before a month with a dot. */
const BEFORE_DOT =
  /\b(?:(?:in|of|last|next|this|since|until|till|by|early|late|from|to|through|every|each|and|pada|bulan|sejak|hingga|awal|akhir|pertengahan|dan) |mid[- ])$/i;

/** Abbreviated months without a number, after a word that a month follows. */
export const bareMonthRule: Rule = {
  kind: "date",
  switch: "abbreviations",
  first: ["letter"],
  pattern: MONTH,
  read([text, word = "", dot], place): Reading | null {
    const name = monthOf(word);
    const cue = dot === undefined ? BEFORE_BARE : BEFORE_DOT;
    const verbaliser =
      name === null || !cue.test(place.before) ? null : verbaliserOfMonth(name, place);
    if (name === null || verbaliser === null) return null;
    const isEnd = dot !== undefined && endsSentence(place.after);
    return { text: nameOf(name, verbaliser), length: text.length - (isEnd ? 1 : 0) };
  },
};
