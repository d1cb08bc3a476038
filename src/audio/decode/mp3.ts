import { mixed, type Part, unreadable } from "./part.ts";

/** Bytes per call of the decoder: at most about a second at the lowest bitrate. */
const SLICE_BYTES = 8192;

/** Decodes MPEG layer III with mpg123. Throws SpeechError "invalid_input". */
export async function* decodeMp3(bytes: Uint8Array): AsyncGenerator<Part> {
  // Loaded at first use: few servers clone voices.
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
      const part = decoder.decode(bytes.subarray(at, at + SLICE_BYTES));
      if (part.errors.length > 0) throw unreadable("invalid MP3 frame");
      if (part.samplesDecoded === 0) continue;
      yield { sampleRateHz: part.sampleRate, samples: mixed(part.channelData, 1) };
    }
  } finally {
    decoder.free();
  }
}
