import type { Context } from "hono";
import { speakersOf } from "../../src/dispatch/speakers.ts";
import { normalised } from "../../src/text/normalise.ts";
import { joined, type Piece, pieces } from "../../src/text/pieces.ts";
import { createSplitter, type Sentence } from "../../src/text/sentences.ts";
import { spanOf } from "../../src/text/spans.ts";
import { inPassages, type Passage, type ShapeOf, utterances } from "../../src/text/utterances.ts";
import { createYielder } from "../../src/eventLoop.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { refuseLongInput } from "./inputLength.ts";
import type { NormalizeBody } from "../schemas.ts";
import { toNormaliseOptions } from "./normalizeOptions.ts";

/**
 * Handles POST /v1/audio/normalize. Sends the text that would be spoken, and its pieces, sentences and utterances with
 * their places in the input. The utterances are those of the default voice.
 */
export async function normalize(
  c: Context<Env>,
  body: NormalizeBody,
  deps: Deps,
): Promise<Response> {
  refuseLongInput(body.input, deps.config.MAX_INPUT_CHARS);
  const parts: Piece[][] = [];
  const sentences: Sentence[] = [];
  const split = createSplitter();
  const yieldIfDue = createYielder();
  const options = toNormaliseOptions(body.normalize, deps);
  for (const chunk of normalised(body.input, options)) {
    parts.push(pieces(chunk.traced));
    sentences.push(...split(chunk));
    await yieldIfDue();
  }
  const all = joined(parts.flat());
  const passage = (sentence: Sentence): Passage => ({ text: sentence.text, ...spanOf(sentence) });
  return c.json({
    output: all.map(({ text }) => text).join(""),
    pieces: all,
    sentences: sentences.map(passage),
    utterances: Array.from(
      utterances(sentences, shapeOf(deps), options?.language ?? options?.defaultLanguage),
      ({ text, start, end, language }) => ({ text, start, end, language }),
    ),
  });
}

/** Returns the shapes of the utterances of a request for the default voice. */
function shapeOf({ catalogue: { engines, defaultVoice } }: Pick<Deps, "catalogue">): ShapeOf {
  const engine = engines[0];
  if (engine === undefined) return inPassages;
  const speakerOf = speakersOf({ engine, voice: defaultVoice, engines });
  return (language) => speakerOf(language).shape;
}
