import type { Verbaliser } from "../../speak/verbaliser.ts";
import type { Place, Reading, Rule } from "../rule.ts";
import { beginsSentence, endsBlock } from "../letters/sentenceStart.ts";
import { DIRECTIONS, DOUBTFUL_STATES, STATES, STREET_TYPES } from "./streetNames.ts";
import { anyCase, anyOf } from "../alternatives.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

const DIRECTION = String.raw`(?:${anyOf(DIRECTIONS.keys())})\.?`;
const HOUSE = String.raw`(?<![\p{L}\d.,:\/$£€#\-])\d{1,5}`;
const NAME = String.raw`(?:\p{Lu}[\p{L}']{0,19}|\d{1,3}(?:st|nd|rd|th))`;
/** A name of one to four words, each with a blank after it: "Martin Luther King Jr. ". */
const NAMES = String.raw`(?:${NAME}\.? ){1,4}`;
const SHORT = anyCase(anyOf(STREET_TYPES.keys()));
const FULL =
  "(?:Street|Avenue|Boulevard|Road|Lane|Drive|Court|Highway|Expressway|Parkway|Place|Square|Terrace|Circle|Way|Crescent|Close|Grove|Freeway|Turnpike|Broadway)";
const WORD_END = String.raw`(?![\p{L}\p{N}'_])`;

const STREET_AFTER = new RegExp(
  String.raw`^ (?:${DIRECTION} )?${NAMES}(?:${SHORT}|${FULL})${WORD_END}`,
  "u",
);
const HOUSE_BEFORE = new RegExp(String.raw`${HOUSE}[A-Z]? $`, "u");
const NAME_BEFORE = new RegExp(String.raw`${HOUSE}[A-Z]? (?:${DIRECTION} )?${NAMES}$`, "u");
const STREET_BEFORE = new RegExp(
  String.raw`${HOUSE}[A-Z]? (?:${DIRECTION} )?${NAMES}(?:${SHORT}|${FULL})\.?,? (?:[^\d\n]{0,30}, )?$`,
  "u",
);

/** Speaks the number of a house in pairs of digits: 1428 → fourteen twenty-eight. */
function houseNumber(digits: string, verbaliser: Verbaliser): string {
  const [pair, rest] = [digits.slice(0, -2), digits.slice(-2)];
  if (digits.startsWith("0") || digits.length > 4) return verbaliser.digits(digits);
  if (pair === "" || (rest === "00" && /^\d?0?$/.test(pair))) return verbaliser.cardinal(digits);
  if (rest === "00") return `${verbaliser.cardinal(pair)} hundred`;
  if (!rest.startsWith("0")) return `${verbaliser.cardinal(pair)} ${verbaliser.cardinal(rest)}`;
  return digits.length === 3
    ? verbaliser.digits(digits)
    : `${verbaliser.cardinal(pair)} oh ${verbaliser.cardinal(rest.slice(1))}`;
}

/** Returns the English verbaliser; null in a text of another language. */
function english(place: Place): Verbaliser | null {
  const verbaliser = place.verbaliser();
  return verbaliser?.language === "en" ? verbaliser : null;
}

/** House numbers: `1428 Elm St`, `708 N 1st St`. */
const house: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(String.raw`(${HOUSE})([A-Z]?)(?= [\p{Lu}\d])`, "uy"),
  read([, digits = "", letter = ""], place) {
    const verbaliser = STREET_AFTER.test(place.after) ? verbaliserIn(place, "en") : null;
    return verbaliser && `${houseNumber(digits, verbaliser)} ${letter}`.trim();
  },
};

/** Directions before or after the name of a street: `12 N Main St`, `12 Main St NE`. */
const direction: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}'])${DIRECTION}${WORD_END}`, "uy"),
  read([written], place): Reading | null {
    const { before, after } = place;
    const name = DIRECTIONS.get(written.replace(".", ""));
    const isBefore = HOUSE_BEFORE.test(before) && STREET_AFTER.test(after);
    if (name === undefined || !(isBefore || STREET_BEFORE.test(before))) return null;
    const isEnd = written.endsWith(".") && (endsBlock(after) || beginsSentence(after));
    return place.verbaliser() && { text: name, length: written.length - (isEnd ? 1 : 0) };
  },
};

/** Kinds of streets that are read without a house number. */
const SURE: ReadonlySet<string> = new Set("rd ave blvd hwy pkwy expy fwy".split(" "));

/** Kinds of streets: `12 Main St`, `2 San Tomas hwy`. A dot that also ends the sentence stays. */
const street: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}'])(${SHORT})\.?${WORD_END}`, "uy"),
  read([written, short = ""], place): Reading | null {
    const { before, after } = place;
    const name = STREET_TYPES.get(short.toLowerCase());
    const isEnd = endsBlock(after) || beginsSentence(after);
    // "St." and "Dr." before a name are a saint and a doctor.
    const isTitle = /^(?:st|dr)$/i.test(short) && /^ \p{Lu}\p{Ll}/u.test(after) && !isEnd;
    const isSure = SURE.has(short.toLowerCase()) && /(?<!\p{L})\p{Lu}\p{Ll}+ $/u.test(before);
    if (name === undefined || isTitle || !(isSure || NAME_BEFORE.test(before))) return null;
    const keepsDot = written.endsWith(".") && isEnd;
    return place.verbaliser() && { text: name, length: written.length - (keepsDot ? 1 : 0) };
  },
};

/** Directions in names of regions: `N. Korea`, `W. Virginia`. */
const region: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern:
    /(?<![\p{L}\p{N}.])[NSEW]\.(?= ?(?:Korea|Africa|America|Carolina|Dakota|Virginia|Ireland|Macedonia|Sudan|Yorkshire|Wales|Vietnam|Germany|Asia|Europe|Bank|Coast)(?!\p{L}))/uy,
  read: ([written], place) => {
    const name = english(place) && DIRECTIONS.get(written.slice(0, 1));
    const gap = place.after.startsWith(" ") ? "" : " ";
    return name == null ? null : `${name}${gap}`;
  },
};

/** The text after the code of a state: nothing, punctuation, a postal code, or a word that continues the sentence. */
const AFTER_STATE =
  /^(?:$|[.,;:!?)"]|,? \d{5}(?!\d)| (?:is|was|has|in|on|at|and|to|for|with|where|when|who|by|from|area|USA|U\.S\.))/;
const POSTAL_CODE = /^,? \d{5}(?!,?\d)/;

/** Codes of states: `Santa Clara, CA 95051`, `Stroudsburg, NY`. */
const state: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`(?<=\p{Lu}[\p{Ll}']{2,20},? )(?:${anyOf(STATES.keys())})${WORD_END}`,
    "uy",
  ),
  read([code], place) {
    const { before, after } = place;
    const isSure = POSTAL_CODE.test(after) || STREET_BEFORE.test(before);
    const isLikely = before.endsWith(", ") && AFTER_STATE.test(after) && !DOUBTFUL_STATES.has(code);
    if (!isSure && !isLikely && !(code === "PA" && endsBlock(after))) return null;
    return english(place) && (STATES.get(code) ?? null);
  },
};

const STATE_BEFORE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${anyOf(STATES.keys())}|D\.?C\.?|${anyOf(STATES.values())}),? $`,
  "u",
);

/** Postal codes, which are read digit by digit: `CA 95051`, `NY 10001-1234`. */
const postalCode: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?:(?<=Singapore )\d{6}|\d{5}(?:-\d{4})?)(?![\p{L}\p{N}%]|[.,:\-/]\d)/uy,
  read([digits], place) {
    if (!(STATE_BEFORE.test(place.before) || digits.length === 6) || /^ \p{Ll}/u.test(place.after))
      return null;
    const verbaliser = english(place);
    return (
      verbaliser &&
      digits
        .split("-")
        .map((part) => verbaliser.digits(part))
        .join(", ")
    );
  },
};

const NUMBERED: ReadonlyMap<string, string> = new Map([
  ["Apt", "Apartment"],
  ["Ste", "Suite"],
  ["Bldg", "Building"],
  ["Hwy", "Highway"],
  ["Rte", "Route"],
  ["Rm", "Room"],
]);

/** Abbreviations before a number, with or without a dot: `Apt 4B`, `Ste. 200`. */
const flat: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: /(?<![\p{L}\p{N}])(Apt|Ste|Bldg|Hwy|Rte|Rm)\.?(?= #?\d)/uy,
  read: ([, short = ""], place) => english(place) && (NUMBERED.get(short) ?? null),
};

/** Street addresses of English: numbers of houses, directions, kinds of streets, states and postal codes. */
export const streetRules: readonly Rule[] = [
  house,
  direction,
  region,
  street,
  state,
  postalCode,
  flat,
];
