import { createBodyReader } from "../body.ts";
import type { Client } from "./client.ts";

interface OpenaiOptions {
  readonly modelId: string;
  readonly responseFormat: string;
  readonly stream: boolean;
  readonly apiKey: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields beside model, input, voice, response_format and stream. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Any server with OpenAI's POST /v1/audio/speech. */
export function openaiClient(options: OpenaiOptions): Client {
  const headers = {
    "content-type": "application/json",
    ...(options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` }),
    ...options.headers,
  };
  return {
    id: "openai",
    call: ({ text, voice }) => ({
      path: "/v1/audio/speech",
      headers,
      body: JSON.stringify({
        input: text,
        voice,
        model: options.modelId,
        response_format: options.responseFormat,
        stream: options.stream,
        ...options.extra,
      }),
    }),
    reader: (contentType) => createBodyReader(options.responseFormat, contentType),
  };
}
