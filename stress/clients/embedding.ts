import { Failure } from "../http/failure.ts";
import { createBodyWriter, jsonHeaders, type Client, type Wire } from "./client.ts";
import type { TokenUsage } from "../records/record.ts";
import { createJsonReader, field } from "./messages.ts";
import { refuseError } from "./refusal.ts";

/** Creates a client of OpenAI's POST /v1/embeddings, whose answers have no audio and report their token usage. */
export function embeddingClient(wire: Wire): Client {
  const write = createBodyWriter(wire.extra);
  return {
    id: "embedding",
    audio: false,
    call: ({ text }) => ({
      path: "/v1/embeddings",
      headers: jsonHeaders(wire),
      body: write({ model: wire.modelId, input: text }),
    }),
    reader() {
      let usage: TokenUsage | null = null;
      const reader = createJsonReader(false, (message) => {
        refuseError(message, false);
        if (!Array.isArray(field(message, "data")))
          throw new Failure("bad_audio", "the answer has no embedding: `data` is not an array");
        usage = readUsage(field(message, "usage"));
        return [];
      });
      return { ...reader, usage: () => usage };
    },
  };
}

function readUsage(usage: unknown): TokenUsage | null {
  if (typeof usage !== "object" || usage === null) return null;
  const count = (name: string) => {
    const value = field(usage, name);
    return typeof value === "number" ? value : 0;
  };
  const [prompt, completion] = [count("prompt_tokens"), count("completion_tokens")];
  return { prompt, completion, total: count("total_tokens") || prompt + completion };
}
