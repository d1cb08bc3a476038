import { createBodyWriter, jsonHeaders, type Client, type Wire } from "./client.ts";
import { createPieceReader } from "./inworldPieces.ts";

/** Creates a client of Inworld's public API: POST /tts/v1/voice, or /tts/v1/voice:stream for a stream. */
export function inworldPublicClient(wire: Wire): Client {
  const write = createBodyWriter(wire.extra);
  return {
    id: "inworld-public",
    audio: true,
    call: ({ text, voice }) => ({
      path: wire.stream ? "/tts/v1/voice:stream" : "/tts/v1/voice",
      headers: jsonHeaders(wire),
      body: write({
        text,
        voice_id: voice,
        audio_config: { audio_encoding: "LINEAR16" },
        model_id: wire.modelId,
        ...(wire.timestamp === null ? {} : { timestampType: wire.timestamp }),
      }),
    }),
    reader: () => createPieceReader(wire.stream, "audioContent"),
  };
}
