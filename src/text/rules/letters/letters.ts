import { MIXED } from "./capitalLists.ts";
import { isSpelled } from "./capitals.ts";
import { letterNumberRules } from "./letterNumbers.ts";
import { besideHan, CAPITALS_LAST, spelled, withSpelledEnd } from "./spelling.ts";
import { beginsSentence, endsBlock } from "./sentenceStart.ts";
import type { Reading, Rule } from "../rule.ts";

const START = String.raw`(?<![\p{Script=Latin}\p{M}\p{N}]['\-]?)`;
const END = String.raw`(?![\p{Script=Latin}\p{M}\p{N}])`;

/** Runs of capitals that are spelled: `LRT`, `TVs`, `CEO's`, `CEOnya`. */
const run: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`(?<![\p{Script=Latin}\p{M}\p{N}])([A-Z]{2,5})(s|'s|nya)?${END}`,
    "uy",
  ),
  read([, letters = "", suffix = ""], place) {
    if (!place.spellLetters || place.verbaliser() === null || !isSpelled(letters, place))
      return null;
    return besideHan(spelled(letters) + (suffix === "nya" ? "-nya" : suffix), place);
  },
};

/** `TL;DR`, in which "DR" is no title. */
const tooLong: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(`${START}TL;?DR${END}`, "uy"),
  read: (_match, place) => (place.spellLetters && place.verbaliser() !== null ? "T L D R" : null),
};

/** `U.S.`, `A.S.`, `J.K. Rowling`. */
const dotted: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`${START}(?:[A-Z]\.){1,5}(?:[A-Z]|(?<=[A-Z]\.[A-Z]\.))${END}(?!\.[\p{L}\p{N}])\.?`,
    "uy",
  ),
  read([letters], place): Reading | null {
    if (!place.spellLetters || place.verbaliser() === null) return null;
    const text = besideHan(spelled(letters.replaceAll(".", "")), place);
    const isEnd = letters.endsWith(".") && (endsBlock(place.after) || beginsSentence(place.after));
    return { text, length: letters.length - (isEnd ? 1 : 0) };
  },
};

/** Words with small letters and capitals: `UiTM`, `PhD`, `iOS`, `mRNA`. */
const mixed: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(String.raw`${START}([A-Za-z]{1,19}[A-Za-rt-z])(s|'s)?${END}`, "uy"),
  read([all, word = "", suffix = ""], place) {
    if (!place.spellLetters || !/[a-z]/.test(all) || !/.[A-Z]/.test(all)) return null;
    const listed = MIXED.get(all) ?? MIXED.get(word)?.concat(suffix) ?? null;
    const spoken = /^[a-z][A-Z]{2,4}$/.test(word)
      ? spelled(word) + suffix
      : CAPITALS_LAST.test(word)
        ? withSpelledEnd(word) + suffix
        : null;
    return place.verbaliser() && (listed ?? spoken) && besideHan(listed ?? spoken ?? "", place);
  },
};

/** Letters joined by `&`: `R&D`, `AT&T`, `Q&A`. */
const joinedByAnd: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(String.raw`${START}[A-Z]{1,4}(?:&[A-Z]{1,4}){1,3}(s|'s)?${END}`, "uy"),
  read([all, suffix = ""], place) {
    if (place.verbaliser() === null) return null;
    const parts = all.slice(0, all.length - suffix.length).split("&");
    const spoken = parts.map((part) => (place.spellLetters ? spelled(part) : part)).join(" and ");
    return besideHan(spoken + suffix, place);
  },
};

const SHARP: Readonly<Record<string, string>> = { "#": "sharp", "++": "plus plus", "+": "plus" };

/** Letters with signs: `C#`, `C++`, `A+`. */
const sharp: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(
    String.raw`${START}([A-GJcf])(#|\+\+|\+(?!\p{N}))(?![\p{Script=Latin}+#])`,
    "uy",
  ),
  read([, letter = "", sign = ""], place) {
    if (/[a-z]/.test(letter) && sign !== "++") return null;
    const gap = /^\d/.test(place.after) ? " " : "";
    return place.verbaliser() && besideHan(`${letter} ${SHARP[sign]}${gap}`, place);
  },
};

/** Names of software with an ending: `Node.js`, `ASP.NET`. */
const framework: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["letter"],
  pattern: new RegExp(String.raw`${START}([A-Z][A-Za-z]{1,15})\.(js|ts|NET|io|ai)${END}`, "uy"),
  read([, name = "", ending = ""], place) {
    const spoken = /^[A-Z]{2,5}$/.test(name) && isSpelled(name, place) ? spelled(name) : name;
    return (
      place.verbaliser() &&
      besideHan(`${spoken} dot ${ending === "NET" ? "net" : spelled(ending)}`, place)
    );
  },
};

/** `.NET`. */
const dotNet: Rule = {
  kind: "letters",
  switch: "abbreviations",
  first: ["sign"],
  pattern: /(?<![\p{L}\p{N}.])\.(?:NET|Net)(?![\p{L}\p{N}])/uy,
  read: (_match, place) => place.verbaliser() && besideHan("dot net", place),
};

/** Letters one by one, and letters with digits or signs. */
export const lettersRules: readonly Rule[] = [
  tooLong,
  dotNet,
  sharp,
  joinedByAnd,
  framework,
  dotted,
  ...letterNumberRules,
  mixed,
  run,
];
