import { createEncoder } from "wasm-media-encoders";
import { encodeWith, type Encoder } from "./encoder.ts";
import { infoFrame } from "./xing.ts";

/** Constant, so that a player can seek in a stream without a table; keeps all of the 12 kHz of 24 kHz mono. */
const BITRATE_KBPS = 64;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiles LAME, once per process; each answer has an instance of its own. */
async function loadLame(): Promise<WebAssembly.Module> {
  const url = new URL(import.meta.resolve("wasm-media-encoders/wasm/mp3"));
  return WebAssembly.compile(await Bun.file(url).arrayBuffer());
}

async function openMp3(sampleRateHz: number): Promise<Encoder> {
  compiled ??= loadLame();
  const lame = await createEncoder("audio/mpeg", await compiled);
  lame.configure({ channels: 1, sampleRate: sampleRateHz, bitrate: BITRATE_KBPS });
  // LAME returns views of its memory, which the next call overwrites: hence the copies.
  return {
    push: (samples) => lame.encode([samples]).slice(),
    end: () => lame.finalize().slice(),
    close: () => {}, // the instance is garbage-collected
  };
}

/** Encodes an MP3 stream of constant bitrate. It has no Xing header, since the sizes are unknown while streaming. */
export function encodeMp3(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
): AsyncGenerator<Uint8Array> {
  return encodeWith(chunks, () => openMp3(sampleRateHz));
}

/** Encodes an MP3 file: the same frames after an Info frame with their count, the bytes, the delay and the padding. */
export async function wholeMp3(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
): Promise<Uint8Array> {
  let samples = 0;
  async function* counted(): AsyncGenerator<Float32Array> {
    for await (const chunk of chunks) {
      samples += chunk.length;
      yield chunk;
    }
  }
  const frames = Buffer.concat(await Array.fromAsync(encodeMp3(counted(), sampleRateHz)));
  return Buffer.concat([infoFrame(frames, samples), frames]);
}
