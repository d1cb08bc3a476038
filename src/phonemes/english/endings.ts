import { isVowel } from "./sounds.ts";

/** A way to read a word as a stem and an ending. `add` returns the phonemes of the word from those of the stem. */
export interface Stem {
  readonly stem: string;
  readonly add: (symbols: string) => string;
}

/** Returns the ways to read a word with -s, -'s, -ed or -ing, the likeliest first. */
export function stemsOf(word: string): Stem[] {
  const to = (add: Stem["add"], stems: readonly string[]): Stem[] =>
    stems.map((stem) => ({ stem, add }));
  if (word.endsWith("s")) return to(plural, pluralStems(word));
  if (word.endsWith("d")) return to(past, pastStems(word));
  if (word.endsWith("ing")) return to(continuous, continuousStems(word));
  return [];
}

function pluralStems(word: string): string[] {
  if (word.length < 3) return [];
  const isLong = word.length > 4;
  return [
    ...(word.endsWith("ss") ? [] : [word.slice(0, -1)]),
    ...(word.endsWith("'s") || (isLong && /[^i]es$/.test(word)) ? [word.slice(0, -2)] : []),
    ...(isLong && word.endsWith("ies") ? [`${word.slice(0, -3)}y`] : []),
  ];
}

function pastStems(word: string): string[] {
  if (word.length < 4) return [];
  const isLong = word.length > 4;
  return [
    ...(word.endsWith("dd") ? [] : [word.slice(0, -1)]),
    ...(isLong && /[^e]ed$/.test(word) ? [word.slice(0, -2)] : []),
    ...(isLong && /([bdgklmnprt])\1ed$/.test(word) ? [word.slice(0, -3)] : []),
    ...(isLong && word.endsWith("ied") ? [`${word.slice(0, -3)}y`] : []),
  ];
}

function continuousStems(word: string): string[] {
  if (word.length < 5) return [];
  const isLong = word.length > 5;
  const isDoubled = /(?:([bcdgklmnprstvxz])\1|ck)ing$/.test(word);
  return [
    ...(isLong ? [word.slice(0, -3)] : []),
    `${word.slice(0, -3)}e`,
    ...(isLong && isDoubled ? [word.slice(0, -4)] : []),
  ];
}

const CLITIC = /^(.+)'(ll|ve|re|d|m)$/;
const CLITICS: Readonly<Record<string, (symbols: string) => string>> = {
  ll: (symbols) => `${symbols}əl`,
  ve: (symbols) => symbols + (isVowel(symbols.at(-1) ?? "") ? "v" : "əv"),
  re: (symbols) => `${symbols}əɹ`,
  d: (symbols) => symbols + (/[dt]$/.test(symbols) ? "əd" : "d"),
  m: (symbols) => `${symbols}m`,
};

/** Returns the way to read a word with a short verb, such as `that'll`; null without one. */
export function cliticOf(word: string): Stem | null {
  const [, stem = "", clitic = ""] = CLITIC.exec(word) ?? [];
  const add = CLITICS[clitic];
  return add ? { stem, add } : null;
}

/** Adds -s: cats, boxes, dogs. */
export function plural(symbols: string): string {
  if (/[ptkfθ]$/.test(symbols)) return `${symbols}s`;
  return /[szʃʒʧʤ]$/.test(symbols) ? `${symbols}ᵻz` : `${symbols}z`;
}

/** Adds -ed: looked, wanted, waited, moved. */
function past(symbols: string): string {
  if (/[pkfθʃsʧ]$/.test(symbols)) return `${symbols}t`;
  if (symbols.endsWith("d")) return `${symbols}ᵻd`;
  if (!symbols.endsWith("t")) return `${symbols}d`;
  return `${flapped(symbols)}ᵻd`;
}

/** Adds -ing: going, waiting. */
function continuous(symbols: string): string {
  return `${flapped(symbols)}ɪŋ`;
}

/** Replaces a final t after a vowel by the flap of American English. */
function flapped(symbols: string): string {
  const previous = symbols.at(-2) ?? "";
  return symbols.endsWith("t") && (isVowel(previous) || previous === "ɹ")
    ? `${symbols.slice(0, -1)}ɾ`
    : symbols;
}
