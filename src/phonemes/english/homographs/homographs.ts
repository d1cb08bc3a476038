import { ADJECTIVE_RULES } from "./adjectives.ts";
import { live, lives } from "./live.ts";
import { modifierTag } from "./modifiers.ts";
import { partAt } from "./parts.ts";
import { piecesOf } from "./pieces.ts";
import { readTag } from "./read.ts";
import { HOMOGRAPHS } from "./senseTable.ts";
import { createSenses } from "./senses.ts";
import { type Sentence, wordAt } from "./sentence.ts";
import { SOUND_RULES } from "./soundRules.ts";
import type { Tagger } from "./tagger.ts";
import { VERB_RULES } from "./verbs.ts";

/** How one token of a sentence is to be read. */
export interface Reading {
  /** Part of speech as a tag of the Penn Treebank: it selects the form in a lexicon entry that has several. */
  readonly tag: string;
  /** Phonemes of the whole token in the lexicon's alphabet, if they replace those of the lexicon. */
  readonly phonemes?: string;
  /** The readings of the parts of a hyphenated token. */
  readonly parts?: readonly Reading[];
}

/** Reads the tokens of one whole sentence: words as written, and each mark as a token. Returns one reading per token. */
export type HomographReader = (tokens: readonly string[]) => readonly Reading[];

const TAG_RULES = new Map(
  Object.entries({
    ...VERB_RULES,
    ...ADJECTIVE_RULES,
    live,
    lives,
    read: readTag,
    reread: readTag,
  }),
);
const SENSES = new Map(
  Object.entries(HOMOGRAPHS).map(([word, { verb, senses }]) => [
    word,
    { verb, senseAt: createSenses(senses) },
  ]),
);
const SOUNDS = new Map(Object.entries(SOUND_RULES));

/** Creates a reader. */
export function createHomographReader(tagger: Tagger): HomographReader {
  return function read(tokens) {
    const cut = tokens.map(piecesOf);
    const pieces = cut.flat();
    const sentence: Sentence = {
      pieces,
      words: pieces.map((piece) => piece.toLowerCase()),
      tags: tagger(pieces),
    };
    const readings = pieces.map((_, i) => readingAt(sentence, i));
    let next = 0;
    return cut.map((own) => {
      const start = next;
      next += own.length;
      return ofToken(own, readings.slice(start, next));
    });
  };
}

function ofToken(pieces: readonly string[], readings: readonly Reading[]): Reading {
  const [first = { tag: "NN" }] = readings;
  if (pieces.length === 1) return first;
  if (pieces[1] !== "-") return { tag: first.tag };
  return { tag: first.tag, parts: readings.filter((_, k) => pieces[k] !== "-") };
}

function readingAt(sentence: Sentence, i: number): Reading {
  const tag = tagOf(sentence, i);
  const phonemes = phonemesOf(sentence, i, tag);
  return phonemes === undefined ? { tag } : { tag, phonemes };
}

function tagOf(sentence: Sentence, i: number): string {
  const tag = partAt(sentence, i);
  const rule = TAG_RULES.get(wordAt(sentence, i)) ?? modifierTag;
  return rule(sentence, i, tag);
}

function phonemesOf(sentence: Sentence, i: number, tag: string): string | undefined {
  const word = wordAt(sentence, i);
  const sound = SOUNDS.get(word)?.(sentence, i);
  if (sound !== undefined) return sound;
  const homograph = SENSES.get(word);
  if (homograph?.verb !== undefined && tag.startsWith("VB")) return homograph.verb;
  return homograph?.senseAt(sentence, i);
}
