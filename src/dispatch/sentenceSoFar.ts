import type { SpokenText, Utterance } from "../engine.ts";
import type { Line } from "./turns.ts";

/** Longest text that an engine reads again before an utterance, characters: about 10 s of speech. */
const MOST_CHARS = 150;

/** Adds the sentence so far to `line`, if it goes on in a sentence that `last` has begun in the same voice and language. */
export function continued(line: Line, last: Line | null): Line {
  const { begins, voice, language } = line.utterance;
  if (last?.engine !== line.engine || (begins !== "clause" && begins !== "word")) return line;
  if (last.utterance.voice !== voice || last.utterance.language !== language) return line;
  const sentenceSoFar = sentenceUpTo(last.utterance);
  return sentenceSoFar === null
    ? line
    : { ...line, utterance: { ...line.utterance, sentenceSoFar } };
}

/**
 * Returns the sentence up to the end of `utterance`, without the comma that was added in the middle of a clause. If it is
 * too long, returns `utterance` alone, or null if that is too long as well.
 */
function sentenceUpTo({ text, words, isOpen, sentenceSoFar }: Utterance): SpokenText | null {
  const own = { text: isOpen === true ? text.replace(/[,\uff0c]$/u, "") : text, words };
  const whole: SpokenText =
    sentenceSoFar === undefined
      ? own
      : { text: `${sentenceSoFar.text} ${own.text}`, words: [...sentenceSoFar.words, ...words] };
  return [whole, own].find(({ text: { length } }) => length <= MOST_CHARS) ?? null;
}
