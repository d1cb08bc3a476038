import { createBodyReader } from "../formats/body.ts";
import { createBodyWriter, jsonHeaders, type Client, type Wire } from "./client.ts";
import { createEventReader } from "./events.ts";

/** Creates a client of OpenAI's POST /v1/audio/speech, whose answer is audio or server-sent events with audio. */
export function openaiClient(wire: Wire): Client {
  const own: unknown = JSON.parse(wire.extra["response_format"] ?? "null");
  const format = typeof own === "string" ? own : wire.responseFormat;
  const write = createBodyWriter(wire.extra);
  return {
    id: "openai",
    audio: true,
    call: ({ text, voice }) => ({
      path: "/v1/audio/speech",
      headers: jsonHeaders(wire),
      body: write({
        input: text,
        voice,
        model: wire.modelId,
        response_format: wire.responseFormat,
        stream: wire.stream,
        max_tokens: wire.maxTokens,
        ...(wire.streamFormat === "sse" ? { stream_format: "sse" } : {}),
      }),
    }),
    reader: (contentType) =>
      contentType.startsWith("text/event-stream")
        ? createEventReader(format)
        : createBodyReader(format, contentType),
  };
}
