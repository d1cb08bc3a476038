import type { Context } from "hono";
import { normalised } from "../../src/text/normalise.ts";
import { joined, type Piece, pieces } from "../../src/text/pieces.ts";
import { createSplitter, type Sentence } from "../../src/text/sentences.ts";
import { spanOf } from "../../src/text/spans.ts";
import { type Passage, utterances } from "../../src/text/utterances.ts";
import { createYielder } from "../../src/eventLoop.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { refuseLongInput } from "./inputLength.ts";
import type { NormalizeBody } from "../schemas.ts";
import { toNormaliseOptions } from "./normalizeOptions.ts";

/**
 * Handles POST /v1/audio/normalize. Sends the text that would be spoken, and its pieces, sentences and utterances with
 * their places in the input.
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
  for (const chunk of normalised(body.input, toNormaliseOptions(body.normalize, deps))) {
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
    utterances: Array.from(utterances(sentences), ({ text, start, end }) => ({ text, start, end })),
  });
}
