import type { Language } from "../../speak/verbaliser.ts";
import { anyOf } from "../alternatives.ts";
import { DASH, endsSentence } from "./calendar.ts";
import { MONTH } from "./months.ts";
import type { Reading, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const DAYS: Readonly<Record<"en" | "ms", Readonly<Record<string, string>>>> = {
  en: {
    mon: "Monday",
    tue: "Tuesday",
    tues: "Tuesday",
    wed: "Wednesday",
    thu: "Thursday",
    thur: "Thursday",
    thurs: "Thursday",
    fri: "Friday",
    sat: "Saturday",
    sun: "Sunday",
  },
  ms: {
    isn: "Isnin",
    sel: "Selasa",
    rab: "Rabu",
    kha: "Khamis",
    jum: "Jumaat",
    sab: "Sabtu",
    ahd: "Ahad",
  },
};

const SHORT = [...Object.keys(DAYS.en), ...Object.keys(DAYS.ms)];
const FULL = [...Object.values(DAYS.en), ...Object.values(DAYS.ms)];
const START = String.raw`(?<![\p{Script=Latin}\d_@#]|[\p{Script=Latin}\d][\-._])`;
const WORD_END = String.raw`(?![\p{L}\p{M}\d_])`;
const capital = (word: string): string => `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;
const ABBREVIATION = `(?:${anyOf(SHORT.map(capital))})${WORD_END}`;
const ANY = `(?:${anyOf([...FULL, ...SHORT.map(capital)])})${WORD_END}`;
/** A date or a time after a weekday. */
const DATE_OR_TIME = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?[ \-]?(?:of )?${MONTH}|\d{1,2}[\-\/:.]\d|\d{1,2}hb|\d{1,2} ?[ap]\.?m|\d{4}-|${MONTH}\.? \d)`;

/** Ranges of weekdays: `Mon-Fri`, `Isnin - Jumaat`. */
const RANGE = new RegExp(String.raw`${START}(${ANY})\.?${DASH}(${ANY})(\.(?= ?\d))?`, "uy");
/** Abbreviated weekdays before a date or a time: `Mon, 5 Jan`, `Isn. 5/1/2025`, `fri 9am`. */
const BEFORE_DATE = new RegExp(
  String.raw`${START}(${anyOf(SHORT)})\.?(?=,? \(?${DATE_OR_TIME})`,
  "iuy",
);
/** Abbreviated weekdays after a cue or in a list: `every Wed`, `on Mon.`, `Mon, Wed and Fri`. */
const NAMED = new RegExp(String.raw`${START}(${ABBREVIATION})(\.(?!\p{L}|\d))?`, "uy");
const BEFORE_WEEKDAY =
  /\b(?:on|every|each|next|last|this|by|until|till|since|hari|pada|setiap|hingga) $|\d ?[ap]\.?m\.?,? $/i;
const LIST = String.raw`(?:,|\/|&| and| or| to| hingga| dan| atau| &) ?`;
const LIST_BEFORE = new RegExp(`${ANY}\\.?${LIST}$`, "u");
const LIST_AFTER = new RegExp(`^${LIST}${ANY}`, "u");

function languageOf(word: string): Language | null {
  const name = word.toLowerCase();
  if (name in DAYS.en) return "en";
  return name in DAYS.ms ? "ms" : null;
}

/** Returns the full name of a weekday, abbreviated or not. */
function nameOf(word: string): string {
  const name = word.toLowerCase();
  return DAYS.en[name] ?? DAYS.ms[name] ?? word;
}

/** Ranges of weekdays, and abbreviated weekdays where the text around them shows that they are weekdays. */
export const weekdayRules: readonly Rule[] = [
  {
    kind: "date",
    switch: "abbreviations",
    first: ["letter"],
    pattern: RANGE,
    read([, from = "", to = ""], place) {
      const isMalay = Object.values(DAYS.ms).includes(nameOf(from));
      const verbaliser = verbaliserIn(place, isMalay ? "ms" : "en");
      return verbaliser === null ? null : verbaliser.range(nameOf(from), nameOf(to));
    },
  },
  {
    kind: "date",
    switch: "abbreviations",
    first: ["letter"],
    pattern: BEFORE_DATE,
    read: ([, word = ""], place) => (place.verbaliser() === null ? null : nameOf(word)),
  },
  {
    kind: "date",
    switch: "abbreviations",
    first: ["letter"],
    pattern: NAMED,
    read([text, word = "", dot], place): Reading | null {
      const after = `${dot ?? ""}${place.after}`;
      const isNamed = BEFORE_WEEKDAY.test(place.before) || LIST_BEFORE.test(place.before);
      if (!isNamed && !LIST_AFTER.test(after.replace(/^\./, ""))) return null;
      if (languageOf(word) === null || place.verbaliser() === null) return null;
      const keepsDot = dot !== undefined && endsSentence(place.after);
      return { text: nameOf(word), length: text.length - (keepsDot ? 1 : 0) };
    },
  },
];
