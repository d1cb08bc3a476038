import type { Verbaliser } from "../../speak/verbaliser.ts";
import type { FirstCharacter, Place, Reading, Rule } from "../rule.ts";

const WORD_BEFORE = /[\p{L}\p{M}\p{N})\]"'%.]$/u;
const WORD_AFTER = /^[\p{L}\p{N}\p{Sc}(["']/u;
/** A word, or the name of a topic or an account. */
const TERM_AFTER = /^(?:[\p{L}\p{N}\p{Sc}(["']|[#@][\p{L}\p{N}_])/u;
/** A blank, or a blank and signs that were dropped. */
const AFTER_BLANK = /(?:^|\s)[&%#*_|~^\\<>=+]{0,7}$/;
const HAN_BEFORE = /\p{Script=Han}$/u;
const HAN_AFTER = /^\p{Script=Han}/u;
const SIGN: readonly FirstCharacter[] = ["sign"];

/** Creates a rule of signs. In a text of another language numbers stay as written, and so do signs. */
function signRule(pattern: RegExp, read: Rule["read"]): Rule {
  return {
    kind: "social",
    switch: "abbreviations",
    first: SIGN,
    pattern,
    read: (match, place) => (place.verbaliser() === null ? null : read(match, place)),
  };
}

/** Returns the words of a sign with the blanks that the text around the sign lacks; between Han characters without. */
function between(spoken: string, { text, start, end }: Place): string {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  const isHan = /^\p{Script=Han}/u.test(spoken);
  const left = /^$|\s$/.test(before) || (isHan && HAN_BEFORE.test(before)) ? "" : " ";
  const right = !WORD_AFTER.test(after) || (isHan && HAN_AFTER.test(after)) ? "" : " ";
  return left + spoken + right;
}

/** Removes a sign and leaves one blank between two words. */
function dropped(match: RegExpExecArray, place: Place): Reading {
  const { text, start, end } = place;
  const before = text.slice(Math.max(0, start - 8), start);
  const after = text.slice(end, end + 2);
  if (AFTER_BLANK.test(before) && after.startsWith(" "))
    return { text: "", length: match[0].length + 1 };
  const isJoint = WORD_BEFORE.test(before) && WORD_AFTER.test(after);
  const isHan = HAN_BEFORE.test(before) || HAN_AFTER.test(after);
  return { text: isJoint && !isHan ? " " : "" };
}

/** Creates the reading of a sign that is always spoken. */
const said =
  (word: (verbaliser: Verbaliser) => string): Rule["read"] =>
  (_match, place) => {
    const verbaliser = place.verbaliser();
    return verbaliser && between(word(verbaliser), place);
  };

/** Creates the reading of a sign that is spoken between words or numbers and dropped elsewhere. */
const joining =
  (word: (verbaliser: Verbaliser) => string): Rule["read"] =>
  (match, place) => {
    const before = place.before.trimEnd();
    const after = place.after.trimStart();
    if (!WORD_BEFORE.test(before) || !TERM_AFTER.test(after)) return dropped(match, place);
    const verbaliser = place.verbaliser();
    return verbaliser === null ? null : between(word(verbaliser), place);
  };

const DOLLAR: Readonly<Record<string, string>> = { en: "dollar", ms: "dolar", zh: "美元" };
const SECTION: Readonly<Record<string, string>> = { en: "section", ms: "seksyen", zh: "第" };

/** Signs that no rule of numbers, addresses or mathematics has read, in the order in which they are tried. */
export const signsRules: readonly Rule[] = [
  // Lines of one character.
  signRule(/[*_=~#^|+\\]{3,512}/uy, dropped),
  signRule(/-{2,512}(?!\d|>)|(?<=\s)-(?=-)/uy, () => "\u2014"),
  signRule(
    /&(?:(?=\p{L})(?<=(?:^|[\s;])&)|(?= \p{L})(?<=, &))/uy,
    said(({ words }) => words.and),
  ),
  signRule(
    /&{1,64}/uy,
    joining(({ words }) => words.and),
  ),
  signRule(
    /(?:-{1,8}|={1,8})>|[\u2192\u21d2\u27a1\u2794\u279c\u27f6]/uy,
    joining(({ words }) => words.to),
  ),
  signRule(
    /<(?:-{1,8}|={2,8})|[\u2190-\u21ff\u2500-\u25ff\u27f5-\u27ff\u2b05-\u2b0d]{1,512}/uy,
    dropped,
  ),
  signRule(
    /\u2248(?= ?\d)/uy,
    said(({ words }) => words.about),
  ),
  signRule(/[\u00a9\u00ae\u2122\u2120\u2117\u00b6\u2020\u2021]{1,64}/uy, dropped),
  signRule(/\u00a7{1,2}/uy, (_match, place) => {
    const spoken = SECTION[place.verbaliser()?.language ?? ""];
    return spoken === undefined ? null : between(spoken, place);
  }),
  // A slash after a number, as in "14/ and".
  signRule(
    /(?<=\d)\/(?= \p{L}|$)/uy,
    said(({ address }) => address["/"]),
  ),
  // and/or, TCP/IP, yes / no.
  signRule(/(?<=[\p{L}\p{N}⁺⁻])\/(?=[\p{L}\p{N}])/uy, (_match, place) =>
    between("", place).slice(0, 1),
  ),
  signRule(/(?<=[\p{L}\p{N}%\u2103\u2109)] )\/ (?=[\p{L}\p{N}(~$\u00a3\u20ac])/uy, () => ""),
  signRule(/(?<=[\p{L}\p{N}_])\(\)/uy, () => ""),
  signRule(/\$(?<=(?:^|\s)\$)(?=\s|$|[.,!?])/uy, (_match, place) =>
    between(DOLLAR[place.verbaliser()?.language ?? "en"] ?? "dollar", place),
  ),
  signRule(
    /%(?<=(?:^|[\p{L}\s])%)(?<!\d %)(?![\p{L}\p{N}])/uy,
    said(({ address }) => address["%"]),
  ),
  signRule(
    /@{1,8}(?= ?[\p{L}\p{N}])/uy,
    joining(({ address }) => address["@"]),
  ),
  // Between two words it adds; after one word it belongs to its name: "A+", "Google+".
  signRule(/\+(?!\d)/uy, (match, place) => {
    const { before, after } = place;
    if (!WORD_BEFORE.test(before.trimEnd())) return dropped(match, place);
    const adds =
      before.endsWith(" ") === after.startsWith(" ") && TERM_AFTER.test(after.trimStart());
    return said(({ operators, words }) => (adds ? operators["+"] : words.plus))(match, place);
  }),
  // `price − deposit`, `体重 ÷ 身高`.
  ...(["×", "÷", "≤", "≥", "≈", "≠"] as const).map((sign) =>
    signRule(
      new RegExp(sign, "uy"),
      joining(({ operators }) => operators[sign]),
    ),
  ),
  signRule(
    /\u2212(?=\s|(?<=[)\p{L}]\u2212)[(\p{L}])/uy,
    joining(({ operators }) => operators["-"]),
  ),
  // A stroke between what was dropped: "✅ / ❌".
  signRule(
    /\/(?<=(?:^|\s)\/)(?=\s|$)/uy,
    joining(() => ""),
  ),
  // `/ready`, `path=/home`.
  signRule(
    /\/(?<=(?:^|[\s=:("'])\/)(?=\p{Ll}{2})(?![^\s/]{1,30}\/(?:[\s.,;:)]|$))/uy,
    said(({ address }) => address["/"]),
  ),
  // `p = &x`, `path=/home`.
  signRule(/={1,2}(?= ?[&$/~*<.-]{1,4}[\p{L}\d])/uy, (match, place) =>
    WORD_BEFORE.test(place.before.trimEnd())
      ? said(({ operators }) => operators["="])(match, place)
      : dropped(match, place),
  ),
  signRule(
    /={1,2}/uy,
    joining(({ operators }) => operators["="]),
  ),
  signRule(/ ?\|{1,2}(?= )/uy, (match, place) =>
    WORD_BEFORE.test(place.before.trimEnd()) ? "," : dropped(match, place),
  ),
  signRule(/[$%]{1,512}/uy, dropped),
  signRule(/[*_#@|~^\\{}`\u2022<>]{1,512}/uy, dropped),
];
