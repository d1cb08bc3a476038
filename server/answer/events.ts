import { roundedS } from "../../src/sound.ts";
import { errorBody } from "../errors.ts";
import type { Usage } from "../perform/perform.ts";
import type { StreamProtocol } from "./stream.ts";
import type { TimedPart } from "./timed.ts";

const FORM = {
  contentType: () => "text/event-stream; charset=utf-8",
  errorChunk: (error: unknown) => event("error", errorBody(error)),
};

/** OpenAI's speech events: encoded audio as server-sent events. */
export const EVENTS = { ...FORM, wrap: toEvents } satisfies StreamProtocol;

/**
 * OpenAI's speech events, with a `speech.audio.word` for each word of `input`, at the latest before the audio in which
 * the word begins.
 */
export function wordEvents(input: string): StreamProtocol {
  return { ...FORM, wrapTimed: (parts, usage) => toEvents(withWords(parts, input), usage) };
}

/** Yields a `speech.audio.delta` for each chunk, then `speech.audio.done` with the usage. Events are yielded unchanged. */
async function* toEvents(
  bytes: AsyncIterable<Uint8Array | SpeechEvent>,
  usage: () => Usage,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    if (chunk instanceof Uint8Array)
      yield event("speech.audio.delta", { audio: Buffer.from(chunk).toString("base64") });
    else yield event(chunk.type, chunk);
  }
  const { inputTokens, outputTokens, chars, audioS } = usage();
  yield event("speech.audio.done", {
    usage: {
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      characters: chars,
      audio_seconds: audioS,
    },
  });
}

/** When a word is spoken: seconds, and its place in the input, code points; `to` is exclusive. */
interface SpeechEvent extends Readonly<Record<string, unknown>> {
  readonly type: "speech.audio.word";
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

async function* withWords(
  parts: AsyncIterable<TimedPart>,
  input: string,
): AsyncGenerator<Uint8Array | SpeechEvent> {
  const placeOf = createPlaces(input);
  for await (const { bytes, marks } of parts) {
    for (const { start, end, fromS, toS } of marks)
      yield {
        type: "speech.audio.word",
        word: input.slice(start, end),
        start: roundedS(fromS),
        end: roundedS(toS),
        from: placeOf(start),
        to: placeOf(end),
      };
    if (bytes.length > 0) yield bytes;
  }
}

/** Returns a function that converts UTF-16 places of a text, in rising order, to code points. */
function createPlaces(text: string): (unit: number) => number {
  let [units, points] = [0, 0];
  return (unit) => {
    points += Array.from(text.slice(units, unit)).length;
    units = unit;
    return points;
  };
}

/** Encodes an event. As in OpenAI's events, the type is in `event:` and in the data: some clients read only one. */
function event(type: string, fields: Readonly<Record<string, unknown>>): Uint8Array {
  const data = JSON.stringify({ type, ...fields });
  return new TextEncoder().encode(`event: ${type}\ndata: ${data}\n\n`);
}
