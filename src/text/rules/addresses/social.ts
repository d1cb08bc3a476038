import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined } from "../letters/label.ts";
import { spelled } from "../letters/spelling.ts";
import type { Reading, Rule } from "../rule.ts";

const NAME = String.raw`[\p{L}\p{M}\p{N}_]`;
const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\d+/gu;

/** `#OpenSource`; `#新年#` has two signs. */
const tag: Rule = {
  kind: "social",
  switch: "urls",
  first: ["sign"],
  pattern: new RegExp(
    String.raw`(?<![A-Za-z\d_&#])#(?=\d{0,64}[\p{L}_])(${NAME}{1,100})(#(?!${NAME})|(?<=\p{Script=Han})#)?`,
    "yu",
  ),
  read(match, place): Reading | string | null {
    const verbaliser = place.verbaliser();
    const [whole, name = "", closing] = match;
    if (verbaliser === null) return null;
    if (/^(?=.*\d)[\dA-F]{6}$/i.test(name))
      return joined([verbaliser.address["#"], spelledRuns(name, verbaliser)]);
    // Capitals alone are left to the rule of letters.
    const isPlain = closing === undefined && /^\p{L}+$/u.test(name) && !/\p{Ll}\p{Lu}/u.test(name);
    if (isPlain) return { text: `${verbaliser.words.hashtag} `, length: 1 };
    return {
      text: joined([verbaliser.words.hashtag, spokenName(name, verbaliser)]),
      length: whole.length,
    };
  },
};

/** `#1`. */
const numbered: Rule = {
  kind: "social",
  switch: "numbers",
  first: ["sign"],
  pattern: new RegExp(String.raw`(?<![A-Za-z\d_&#])#(\d{1,9})(?!${NAME}|[.,]\d)`, "yu"),
  read([, digits = ""], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    return joined([
      verbaliser.words.number,
      digits.startsWith("0") ? verbaliser.digits(digits) : verbaliser.cardinal(digits),
    ]);
  },
};

/** `@jane_doe`. The sign is "at" in every language: the Malay word of e-mail would be a preposition here. */
const account: Rule = {
  kind: "social",
  switch: "urls",
  first: ["sign"],
  pattern: new RegExp(
    String.raw`(?<![A-Za-z\d_@])@((?=\d{0,64}[\p{L}_])${NAME}{1,64}(?:\.${NAME}{1,64})?)`,
    "yu",
  ),
  read(match, place): Reading | string | null {
    const verbaliser = place.verbaliser();
    const [, name = ""] = match;
    if (verbaliser === null) return null;
    if (/^\p{L}+$/u.test(name) && !/\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(name))
      return { text: "at ", length: 1 };
    return joined([
      "at",
      ...name
        .split(".")
        .flatMap((part, index) =>
          (index === 0 ? [] : [verbaliser.address["."]]).concat(spelledRuns(part, verbaliser)),
        ),
    ]);
  },
};

/** Any other `@`: at. */
const at: Rule = {
  kind: "social",
  switch: "urls",
  first: ["sign"],
  pattern: /@{1,200}/uy,
  read(_match, { verbaliser, before, after }) {
    const word = verbaliser()?.address["@"];
    if (word === undefined) return null;
    return (
      (/(?:^|\s)$/.test(before) ? "" : " ") + word + (/^(?:$|[\s.,;:!?)])/.test(after) ? "" : " ")
    );
  },
};

/** Splits at low lines, at capitals and at digits; a number of four digits is a year. */
function spokenName(name: string, verbaliser: Verbaliser): string {
  return joined(
    (name.match(WORDS) ?? []).map((word) => {
      if (/^(?:19|20)\d\d$/.test(word)) return verbaliser.year(word);
      if (/^\d/.test(word))
        return word.length > 3 || word.startsWith("0")
          ? verbaliser.digits(word)
          : verbaliser.cardinal(word);
      return withoutCapitals(word);
    }),
  );
}

function spelledRuns(name: string, verbaliser: Verbaliser): string {
  const runs = name.match(WORDS) ?? [];
  return joined(
    runs.map((run) => (/^\d/.test(run) ? verbaliser.digits(run) : withoutCapitals(run))),
  );
}

/** A short run of capitals is spelled. */
function withoutCapitals(word: string): string {
  return /^\p{Lu}{2,5}$/u.test(word) ? spelled(word) : word;
}

/** Tags, names of accounts, and `#1`. */
export const socialRules: readonly Rule[] = [tag, numbered, account, at];
