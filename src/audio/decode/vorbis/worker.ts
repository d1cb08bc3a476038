import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { mixed, type Part } from "../part.ts";

/** A page, or null at the end; the next is sent after the answer. */
export type ToWorker = Uint8Array | null;
/** The decoded part, which may be empty; null: the page is invalid. */
export type FromWorker = Part | null;

declare const self: Worker;

const decoder = new OggVorbisDecoder();

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  void decoded(data)
    .catch(() => null)
    .then((part) => self.postMessage(part, part ? [part.samples.buffer as ArrayBuffer] : []));
});

async function decoded(page: ToWorker): Promise<FromWorker> {
  await decoder.ready;
  const { errors, sampleRate, channelData } = await (page ? decoder.decode(page) : decoder.flush());
  if (errors.length > 0) return null;
  return { sampleRateHz: sampleRate, samples: mixed(channelData, 1) };
}
