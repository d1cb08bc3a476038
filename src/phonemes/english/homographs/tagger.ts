import { type Weights, weightTable } from "./weightTable.ts";

/** Gives each token of one sentence its part of speech as a tag of the Penn Treebank: NN, VBD, JJ, … */
export type Tagger = (tokens: readonly string[]) => readonly string[];

/** An averaged perceptron as hibari's tagger.json holds it. */
interface TaggerFile {
  /** All tags. */
  readonly tags: readonly string[];
  /** Tokens that have one tag only. */
  readonly tagdict: Readonly<Record<string, string>>;
  /** Tokens that features name; others are named by their shape. */
  readonly vocab: readonly string[];
  /** Feature → tag → weight. */
  readonly weights: Weights;
}

const BEFORE = ["-START2-", "-START-"];
const AFTER = ["-END-", "-END2-"];

/** Parses the text of tagger.json. Throws an Error if it is not JSON or lacks a part. */
export function parseTagger(json: string): Tagger {
  const { tags, tagdict, vocab, weights } = JSON.parse(json) as Partial<TaggerFile>;
  if (tags === undefined || tagdict === undefined || vocab === undefined || weights === undefined) {
    throw new Error("tagger.json must have tags, tagdict, vocab and weights");
  }
  const best = bestTag(tags, weights);
  const fixed = new Map(Object.entries(tagdict));
  const known = new Set(vocab);

  return function tagsOf(tokens) {
    const names = [...BEFORE, ...tokens.map((token) => featureName(token, known)), ...AFTER];
    const found: string[] = [];
    for (const [i, token] of tokens.entries()) {
      found.push(fixed.get(token) ?? best(featuresAt(i, { token, names, found })));
    }
    return found;
  };
}

/** Returns the tag whose weights for some features have the greatest sum. Of equal sums the later name wins. */
function bestTag(
  tags: readonly string[],
  weights: Weights,
): (features: readonly string[]) => string {
  const names = [...tags].sort();
  const table = weightTable(weights, names);
  const scores = new Float64Array(names.length);

  return function best(features) {
    scores.fill(0);
    const hits = features.filter((feature) => table.add(feature, scores)).length;
    if (hits === 0) return "NN";
    return names[scores.lastIndexOf(Math.max(...scores))] ?? "NN";
  };
}

interface Place {
  readonly token: string;
  /** The names of all tokens between two start names and two end names. */
  readonly names: readonly string[];
  /** The tags of the tokens before this one. */
  readonly found: readonly string[];
}

/** Returns the features of token `i`, spelled as the keys of `weights`. */
function featuresAt(i: number, { token, names, found }: Place): string[] {
  const name = (offset: number) => names[i + 2 + offset] ?? "";
  const tag = (back: number) => found[i - back] ?? BEFORE[2 - back + i] ?? "";
  return [
    "b",
    `s3=${token.slice(-3)}`,
    `p1=${token.slice(0, 1)}`,
    `w=${name(0)}`,
    `sh=${shapeOf(token)}`,
    i === 0 ? "i0" : "i+",
    `t-1=${tag(1)}`,
    `t-2=${tag(2)}`,
    `t-12=${tag(1)},${tag(2)}`,
    `w-1=${name(-1)}`,
    `s3-1=${name(-1).slice(-3)}`,
    `w-2=${name(-2)}`,
    `w+1=${name(1)}`,
    `s3+1=${name(1).slice(-3)}`,
    `w+2=${name(2)}`,
  ];
}

function featureName(token: string, known: ReadonlySet<string>): string {
  const name = normalised(token);
  return known.has(name) ? name : `<${shapeOf(token)}>`;
}

function normalised(token: string): string {
  if (token.includes("-") && !token.startsWith("-")) return "!HYPHEN";
  if (/^\d{4}$/.test(token)) return "!YEAR";
  if (/^\d/.test(token)) return "!DIGITS";
  return token.toLowerCase();
}

/**
 * Returns the class of a token's spelling: x lower case, XX upper case, X1 one capital, Xx capitalised, xX mixed, d digits;
 * of any other token the first four characters, with x for a letter and d for a digit.
 */
function shapeOf(token: string): string {
  if (/^\p{L}+$/u.test(token)) {
    if (token === token.toLowerCase()) return "x";
    if (token === token.toUpperCase()) return token.length > 1 ? "XX" : "X1";
    return /^\p{Lu}\P{Lu}+$/u.test(token) ? "Xx" : "xX";
  }
  if (/^\d+$/.test(token)) return "d";
  return token.slice(0, 4).replace(/\d/g, "d").replace(/\p{L}/gu, "x");
}
