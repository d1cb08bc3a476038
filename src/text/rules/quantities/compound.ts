import type { Unit } from "../../speak/units.ts";
import { START } from "../numbers/amount.ts";
import type { Place, Rule } from "../rule.ts";
import { joined } from "./unitContext.ts";
import { verbaliserIn } from "../verbaliserIn.ts";
import { amountOf } from "../numbers/numeral.ts";

const END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}_])`;
const HOURS = String.raw`(?<hours>\d{1,4}) ?(?<mark>h|H|hrs?|Hrs?|jam|j)`;
const MINUTES = String.raw`(?<minutes>\d{1,3}) ?(?:m|M|mins?|Mins?|minit)`;
const SECONDS = String.raw`(?<seconds>\d{1,3}) ?(?:s|S|secs?|saat)`;

const HOURS_MINUTES = new RegExp(
  `${START}${HOURS}[ ,]{0,2}${MINUTES}${END}(?: ${SECONDS}${END})?`,
  "vy",
);
const HOURS_MINUTES_SECONDS = new RegExp(`${START}${HOURS}${MINUTES}${SECONDS}${END}`, "vy");
const SHORT = new RegExp(`${START}${HOURS}(?<=h|H|j)(?<minutes>[0-5]\\d)${END}`, "vy");
const MINUTES_SECONDS = new RegExp(`${START}${MINUTES} ?${SECONDS}${END}`, "vy");
const HEIGHT = new RegExp(
  `${START}(?<feet>\\d{1,2}) ?(?:'|ft\\.? )? ?(?<=['t. ])(?<inches>\\d{1,2}(?:\\.\\d)?) ?(?<end>"|''|in(?:ch(?:es)?)?${END})`,
  "vy",
);
const SHORT_HEIGHT = new RegExp(
  `${START}(?<feet>[3-8])(?:'|ft ?)(?<inches>\\d|1[01])(?![\\p{L}\\p{N}'])`,
  "vy",
);
const INCHES = new RegExp(
  `${START}(?<inches>\\d{1,3}(?:\\.\\d{1,2})?)"(?=[ \\-]\\p{L}|(?<=(?:skrin|screen|monitor|display|TV|tv|屏|屏幕|显示器) ?\\d{1,3}(?:\\.\\d{1,2})?")|(?<=^\\d{1,3}(?:\\.\\d{1,2})?")$)`,
  "vy",
);

type Groups = Readonly<Record<string, string | undefined>>;

/** Speaks hours, minutes and seconds; in Malay if the unit of the hour is Malay (`j`, `jam`). */
function spokenDuration({ hours, mark, minutes, seconds }: Groups, place: Place): string | null {
  const isMalay = mark === "j" || mark === "jam";
  const verbaliser = verbaliserIn(place, isMalay ? "ms" : undefined);
  if (verbaliser === null) return null;
  const parts: [string | undefined, Unit][] = [
    [hours, "h"],
    [minutes, "min"],
    [seconds, "s"],
  ];
  return joined(
    verbaliser,
    parts.flatMap(([digits, unit]) =>
      digits === undefined ? [] : [verbaliser.measure(amountOf(digits), unit)],
    ),
  );
}

/** Speaks feet and inches, `5'11"`. In English the word "inches" is spoken only if it is written. */
function spokenHeight({ feet = "", inches = "", end = '"' }: Groups, place: Place): string | null {
  const verbaliser = place.verbaliser();
  if (verbaliser === null || Number(inches) >= 12) return null;
  const isShort = verbaliser.language === "en" && !end.startsWith("in");
  const second = isShort
    ? verbaliser.amount(amountOf(inches))
    : verbaliser.measure(amountOf(inches), "in");
  if (Number(inches) === 0) return verbaliser.measure(amountOf(feet), "ft");
  return joined(verbaliser, [verbaliser.measure(amountOf(feet), "ft"), second]);
}

/** Length of the text before a token that is searched for an open quotation. */
const LONGEST_QUOTATION = 400;

/** Returns whether a quotation is open before the token. */
function isInQuotation({ text, start }: Place): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_QUOTATION), start);
  const block = before.slice(before.lastIndexOf("\n") + 1);
  return /(?:^|[ (])"[^ "][^"]*$/.test(block);
}

/** Words after a measure that is not an attribute of a noun. */
const AFTER_MEASURE =
  /^ (?:tall|long|wide|high|deep|thick|across|of|in|by|and|or|from|to|above|below|apart|at|is|was|x|on|for|with|but|per|shorter|taller|longer|wider|bigger|smaller|larger|more|less)(?!\p{L})/iu;

/** Speaks inches, `15" screen`, unless the sign closes a quotation. */
function spokenInches({ inches = "" }: Groups, place: Place): string | null {
  const verbaliser = isInQuotation(place) ? null : place.verbaliser();
  if (verbaliser === null) return null;
  const isBeforeNoun =
    verbaliser.language === "en" &&
    /^[ -]\p{L}/u.test(place.after) &&
    !AFTER_MEASURE.test(place.after);
  return isBeforeNoun
    ? `${verbaliser.amount(amountOf(inches))} inch`
    : verbaliser.measure(amountOf(inches), "in");
}

const rule = (pattern: RegExp, read: (groups: Groups, place: Place) => string | null): Rule => ({
  kind: "unit",
  switch: "units",
  first: ["digit"],
  pattern,
  read: ({ groups = {} }, place) => read(groups, place),
});

/**
 * Quantities of two or three units (`3h 58min`, `2j 30m`, `1h30`, `5m 30s`, `5'11"`, `5 ft 11 in`) and inches (`15"
 * screen`).
 */
export const compoundRules: readonly Rule[] = [
  rule(HOURS_MINUTES_SECONDS, spokenDuration),
  rule(HOURS_MINUTES, spokenDuration),
  rule(SHORT, spokenDuration),
  rule(MINUTES_SECONDS, spokenDuration),
  rule(HEIGHT, spokenHeight),
  rule(SHORT_HEIGHT, spokenHeight),
  rule(INCHES, spokenInches),
];
