import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";

/** Advised wait of a refused request, seconds: about a sentence of a slow engine. */
const RETRY_AFTER_S = 5;

/**
 * Returns an engine that speaks at most `most` answers at a time; a further one throws SpeechError "overloaded". The gate
 * of the server admits by its first engine, but a slower one can be reached too, by its voices or by sentences in its
 * language.
 */
export function limitSpeeches(engine: Engine, most: number): Engine {
  let active = 0;
  return {
    ...engine,
    async *speak(utterances, options, signal) {
      if (active >= most) {
        const message = `the engine ${engine.id} already speaks ${most} answers; try again later`;
        throw new SpeechError("overloaded", message, { retryAfterS: RETRY_AFTER_S });
      }
      active += 1;
      try {
        yield* engine.speak(utterances, options, signal);
      } finally {
        active -= 1;
      }
    },
  };
}
