import { errorBody } from "../errors.ts";
import type { AccessRecord } from "../observe/record.ts";

export const EVENT_STREAM = "text/event-stream; charset=utf-8";

type Spoken = Pick<AccessRecord, "inputTokens" | "outputTokens" | "chars" | "audioS">;

/**
 * Encoded audio as OpenAI's speech events: a `speech.audio.delta` for each chunk, and `speech.audio.done` with what
 * `spoken` holds by then. Token counts are the speech LM's own, 0 of an engine without one.
 */
export async function* toEvents(
  bytes: AsyncIterable<Uint8Array>,
  spoken: Spoken,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    yield event("speech.audio.delta", { audio: Buffer.from(chunk).toString("base64") });
  }
  const { inputTokens = 0, outputTokens = 0, chars = 0, audioS = 0 } = spoken;
  const usage = {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    characters: chars,
    audio_seconds: audioS,
  };
  yield event("speech.audio.done", { usage });
}

/** The event that a stream of events ends with when it breaks after its first audio. */
export function errorEvent(error: unknown): Uint8Array {
  return event("error", errorBody(error));
}

/** Clients tell events by `event:` or by the data's `type`: both are there, as with OpenAI. */
function event(type: string, fields: Readonly<Record<string, unknown>>): Uint8Array {
  const data = JSON.stringify({ type, ...fields });
  return new TextEncoder().encode(`event: ${type}\ndata: ${data}\n\n`);
}
