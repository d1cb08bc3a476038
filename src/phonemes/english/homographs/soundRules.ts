import { PERSONS } from "./adjectives.ts";
import { type Sentence, isCapital, tagAt, wordAt, wordSet } from "./sentence.ts";
import { isNounSlot } from "./slots.ts";

const DEER = wordSet("deer buck bucks stag stags fawn fawns antlers");
const PLACE_BEFORE = wordSet("in at from to near of around outside via through");

/** Returns the phonemes of word `i`; undefined: those of the lexicon. */
type SoundRule = (sentence: Sentence, i: number) => string | undefined;

const polish: SoundRule = (sentence, i) => {
  if (!isCapital(sentence, i)) return undefined;
  const command = i === 0 && /^(DT|PRP\$?)$/.test(tagAt(sentence, 1));
  return command || wordAt(sentence, i - 1) === "nail" ? "pˈɑlɪʃ" : "pˈOlɪʃ";
};

/** The city in Alabama, or what moves. */
const mobile: SoundRule = (sentence, i) => {
  if (!isCapital(sentence, i)) return undefined;
  const named = sentence.words.some((word) =>
    /^(alabama|bay|gulf|mardi|montgomery|birmingham|river)$/.test(word),
  );
  const place =
    i > 0 && PLACE_BEFORE.has(wordAt(sentence, i - 1)) && !tagAt(sentence, i + 1).startsWith("NN");
  return place || (named && (i > 0 || wordAt(sentence, 1) === ",")) ? "mObˈil" : "mˈObᵊl";
};

/** The town in Berkshire or Pennsylvania. */
const reading: SoundRule = (sentence, i) => {
  if (!isCapital(sentence, i)) return undefined;
  if (i > 0 && PLACE_BEFORE.has(wordAt(sentence, i - 1))) return "ɹˈɛdɪŋ";
  const place =
    /^(fc|berkshire|festival|station|railroad|football|borough|pennsylvania|gaol|phillies)$/;
  return sentence.words.some((word, k) => k !== i && place.test(word)) ? "ɹˈɛdɪŋ" : undefined;
};

const nice: SoundRule = (sentence, i) =>
  isCapital(sentence, i) && i > 0 && PLACE_BEFORE.has(wordAt(sentence, i - 1)) ? "nˈis" : undefined;

/** The book of the Bible. */
const job: SoundRule = (sentence, i) => {
  if (!isCapital(sentence, i)) return undefined;
  const before = wordAt(sentence, i - 2);
  return wordAt(sentence, i - 1) === "of" &&
    /^(book|patience|story|trials|sufferings)$/.test(before)
    ? "ʤˈOb"
    : undefined;
};

/** Two syllables before a person or for old people ("the aged"). */
const aged: SoundRule = (sentence, i) => {
  if (!isNounSlot(sentence, i)) return undefined;
  const isLast = !/^(NN|JJ|CD|IN)/.test(tagAt(sentence, i + 1));
  return PERSONS.has(wordAt(sentence, i + 1)) || isLast ? "ˈAʤᵻd" : undefined;
};

/** Two syllables as an adjective and in "Blessed Virgin", "blessed are the poor". */
const blessed: SoundRule = (sentence, i) => {
  const next = tagAt(sentence, i + 1);
  const holy = next.startsWith("NNP") || /^(be|is|are)$/.test(wordAt(sentence, i + 1));
  const isHoly = isCapital(sentence, i) && holy;
  return isHoly || (isNounSlot(sentence, i) && next !== "IN") ? "blˈɛsᵻd" : undefined;
};

/** What someone deserves, as in "he got his just deserts". */
const deserts: SoundRule = (sentence, i) =>
  wordAt(sentence, i - 1) === "just" ? "dəzˈɜɹts" : undefined;

/** Female deer; any other "does" is a verb. */
const does: SoundRule = (sentence, i) => {
  const before = wordAt(sentence, i - 1);
  const counted = /^(PRP\$|CD)$/.test(tagAt(sentence, i - 1)) && /^\p{L}/u.test(before);
  if (counted && !/^(RB|PRP)$/.test(tagAt(sentence, i + 1))) return "dˈOz";
  if (before === "of") return "dˈOz";
  const herd = sentence.words.some((word) => DEER.has(word));
  return herd && (isNounSlot(sentence, i) || before === "and") ? "dˈOz" : undefined;
};

/** Words whose sound depends on capitals or neighbours, not on the part of speech. */
export const SOUND_RULES: Readonly<Record<string, SoundRule>> = {
  polish,
  mobile,
  reading,
  nice,
  job,
  aged,
  blessed,
  deserts,
  does,
};
