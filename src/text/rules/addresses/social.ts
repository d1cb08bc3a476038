import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined } from "../letters/label.ts";
import { spelled } from "../letters/spelling.ts";
import type { Reading, Rule } from "../rule.ts";

const NAME = String.raw`[\p{L}\p{M}\p{N}_]`;
const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\d+/gu;

/** Hashtags: `#OpenSource`, and with a second sign in Chinese `#新年#`. */
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
    // A name without a second part is read by later rules, which can spell capitals.
    const isPlain = closing === undefined && /^\p{L}+$/u.test(name) && !/\p{Ll}\p{Lu}/u.test(name);
    if (isPlain) return { text: `${verbaliser.words.hashtag} `, length: 1 };
    return {
      text: joined([verbaliser.words.hashtag, spokenName(name, verbaliser)]),
      length: whole.length,
    };
  },
};

/** Numbers with a sign: `#1`. */
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

/**
 * Names of accounts: `@jane_doe`. The sign is "at" in all languages, because the Malay "di" would sound like a
 * preposition.
 */
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

/** Any other `@`, which is spoken as "at". */
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

/** Speaks the parts of a name, split at underscores, capitals and digits. A number from 1900 to 2099 is a year. */
function spokenName(name: string, verbaliser: Verbaliser): string {
  return joined(
    (name.match(WORDS) ?? []).map((word) => {
      if (/^(?:19|20)\d\d$/.test(word)) return verbaliser.year(word);
      if (/^\d/.test(word))
        return word.length > 3 || word.startsWith("0")
          ? verbaliser.digits(word)
          : verbaliser.cardinal(word);
      return withSpelledCapitals(word);
    }),
  );
}

/** Speaks the parts of a name, with digits one by one. */
function spelledRuns(name: string, verbaliser: Verbaliser): string {
  const runs = name.match(WORDS) ?? [];
  return joined(
    runs.map((run) => (/^\d/.test(run) ? verbaliser.digits(run) : withSpelledCapitals(run))),
  );
}

/** Spells a short run of capitals. */
function withSpelledCapitals(word: string): string {
  return /^\p{Lu}{2,5}$/u.test(word) ? spelled(word) : word;
}

/** Tags, names of accounts, and `#1`. */
export const socialRules: readonly Rule[] = [tag, numbered, account, at];
