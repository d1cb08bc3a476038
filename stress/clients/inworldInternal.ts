import { createBodyWriter, jsonHeaders, type Client, type Wire } from "./client.ts";
import { createPieceReader } from "./inworldPieces.ts";

const ALIGNMENTS = { TIMESTAMP_TYPE_UNSPECIFIED: "none", WORD: "words", CHARACTER: "chars" };

/** Creates a client of Inworld's internal service: POST /SynthesizeSpeech, or /SynthesizeSpeechStream for a stream. */
export function inworldInternalClient(wire: Wire): Client {
  const write = createBodyWriter(wire.extra);
  return {
    id: "inworld-internal",
    audio: true,
    call: ({ text, voice }) => ({
      path: wire.stream ? "/SynthesizeSpeechStream" : "/SynthesizeSpeech",
      headers: { ...jsonHeaders(wire), model_id: wire.modelId },
      body: write({
        text,
        speaker_id: voice,
        top_k: 50,
        max_tokens: wire.maxTokens,
        repetition_penalty: 1.1,
        temperature: 0.7,
        top_p: 1.0,
        seed: 42,
        ...(wire.timestamp === null ? {} : { forced_alignment_type: ALIGNMENTS[wire.timestamp] }),
      }),
    }),
    reader: () => createPieceReader(wire.stream, "data"),
  };
}
