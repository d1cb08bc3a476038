import { errorBody } from "../errors.ts";
import type { Usage } from "../perform/perform.ts";
import type { StreamProtocol } from "./stream.ts";

/** OpenAI's speech events: encoded audio as server-sent events. */
export const EVENTS: StreamProtocol = {
  contentType: () => "text/event-stream; charset=utf-8",
  wrap: toEvents,
  errorChunk: (error) => event("error", errorBody(error)),
};

/** Yields a `speech.audio.delta` for each chunk, then `speech.audio.done` with the usage. */
async function* toEvents(
  bytes: AsyncIterable<Uint8Array>,
  usage: () => Usage,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield event("speech.audio.delta", { audio: Buffer.from(chunk).toString("base64") });
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

/** Encodes an event. As in OpenAI's events, the type is in `event:` and in the data: some clients read only one. */
function event(type: string, fields: Readonly<Record<string, unknown>>): Uint8Array {
  const data = JSON.stringify({ type, ...fields });
  return new TextEncoder().encode(`event: ${type}\ndata: ${data}\n\n`);
}
