import { jsonHeaders, type Client, type Wire } from "./client.ts";
import { createJsonReader, field, pieceChunks, refuseError, stringField } from "./messages.ts";

/** Inworld's public API: POST /tts/v1/voice, or /tts/v1/voice:stream. */
export function inworldPublicClient(wire: Wire): Client {
  return {
    id: "inworld-public",
    audio: true,
    call: ({ text, voice }) => ({
      path: wire.stream ? "/tts/v1/voice:stream" : "/tts/v1/voice",
      headers: jsonHeaders(wire),
      body: JSON.stringify({
        text,
        voice_id: voice,
        audio_config: { audio_encoding: "LINEAR16" },
        model_id: wire.modelId,
        ...(wire.timestamp === null ? {} : { timestampType: wire.timestamp }),
        ...wire.extra,
      }),
    }),
    reader: () =>
      createJsonReader(wire.stream, (message) => {
        refuseError(message);
        const audio = stringField(field(message, "result") ?? message, "audioContent");
        return audio === null ? [] : pieceChunks(audio);
      }),
  };
}
