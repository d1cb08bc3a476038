import { TOKENS_PER_SECOND } from "../codec/codes.ts";
import type { Engine, Sampling, Utterance } from "../engine.ts";
import type { RequestHooks } from "../requestHooks.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import { strongest } from "../text/sentences.ts";
import type { ShapeOf, WordedPassage } from "../text/utterances.ts";
import { unspokenIn } from "../unspoken.ts";
import { speakersOf } from "./speakers.ts";
import { continued } from "./sentenceSoFar.ts";
import type { Line } from "./turns.ts";

/**
 * Least length of the longest utterance, seconds. Otherwise an utterance has half of the tokens that a generation of the
 * speech LM may have, since the estimated speech can be half of the real one.
 */
const MIN_LONGEST_S = 2;

/** How the utterances of a text are spoken. */
export interface LineOptions {
  readonly voice: string;
  /** 0.25–4; 1 = natural; pitch is kept. */
  readonly speed: number;
  readonly sampling: Sampling;
  readonly hooks?: Pick<RequestHooks, "onUnspoken">;
  /** The open engines, best first. They speak the languages that the voice does not speak. */
  readonly engines: readonly Engine[] | null;
}

/** Makes the lines of one text. */
export interface LineMaker {
  /** Returns how an engine wants the utterances of a language. */
  readonly shapeOf: ShapeOf;
  /** Returns the utterance of the next passage of the text and its engine; null if nothing in it can be spoken. */
  toLine(passage: WordedPassage): Line | null;
}

/** Creates the maker of the lines of a text that `engine` speaks, or another engine where it lacks a language. */
export function createLines(options: LineOptions, engine: Engine): LineMaker {
  const { voice, sampling, speed, hooks, engines } = options;
  const limitS = Math.max(MIN_LONGEST_S, sampling.maxTokens / 2 / TOKENS_PER_SECOND);
  const speakerOf = speakersOf({ engine, voice, engines, limitS });
  let begins: Utterance["begins"] = "word";
  let last: Line | null = null;
  return {
    shapeOf: (language: Language) => speakerOf(language).shape,
    toLine({ text, words, language, begins: own, isOpen = false }) {
      const speaker = speakerOf(language);
      const unspoken = unspokenIn(text, speaker.engine);
      if (unspoken > 0) hooks?.onUnspoken?.(unspoken);
      // A skipped passage passes the paragraph or sentence that it begins on to the next utterance.
      begins = strongest(begins, own);
      if (!speaker.engine.speakable.test(text)) return null;
      const utterance = {
        text,
        words,
        language,
        begins,
        ...(isOpen && { isOpen }),
        voice: speaker.voice,
        sampling,
        speed,
      };
      begins = "word";
      last = continued({ engine: speaker.engine, utterance }, last);
      return last;
    },
  };
}
