import type { PcmSpan } from "./pcm.ts";

/** A format of compressed audio, which is counted by its frames and never decoded. */
export type CodedFormat = "mp3" | "aac" | "opus" | "flac";

/** Audio that one read completed. */
export interface AudioChunk {
  readonly audioMs: number;
  readonly codec: "pcm" | CodedFormat;
  /** PCM samples; empty for compressed audio. */
  readonly spans: readonly PcmSpan[];
  /** Compressed bytes since the previous chunk, with headers and tags; empty for PCM. */
  readonly coded: readonly Uint8Array[];
}

/** Converts the bytes of a body, split at any byte, to chunks of audio. Throws BadAudio, or Failure "truncated". */
export interface ChunkReader {
  push(bytes: Uint8Array): readonly AudioChunk[];
  /** Ends the body; returns the chunk that only the end completes, if there is one. */
  end(): readonly AudioChunk[];
}
