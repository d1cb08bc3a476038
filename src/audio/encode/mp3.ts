import { createEncoder } from "wasm-media-encoders";
import { encodeWith, type Encoder } from "./encoder.ts";
import { infoFrame } from "./xing.ts";

/** Constant, so that a player can seek in a stream without a table; at 24 kHz mono nothing below 12 kHz is cut. */
const BITRATE_KBPS = 64;

let compiled: Promise<WebAssembly.Module> | undefined;

/** LAME, compiled once for the process; each answer has an instance of its own. */
async function loadLame(): Promise<WebAssembly.Module> {
  const url = new URL(import.meta.resolve("wasm-media-encoders/wasm/mp3"));
  return WebAssembly.compile(await Bun.file(url).arrayBuffer());
}

async function openMp3(sampleRateHz: number): Promise<Encoder> {
  compiled ??= loadLame();
  const lame = await createEncoder("audio/mpeg", await compiled);
  lame.configure({ channels: 1, sampleRate: sampleRateHz, bitrate: BITRATE_KBPS });
  // LAME gives views of its own memory, which the next call overwrites: hence the copies.
  return {
    push: (samples) => lame.encode([samples]).slice(),
    end: () => lame.finalize().slice(),
    close: () => {}, // the instance and its memory go with the last reference
  };
}

/** MPEG Layer III frames of constant bitrate, without a Xing header: its numbers are unknown while streaming. */
export function encodeMp3(
  chunks: AsyncIterable<Float32Array>,
  sampleRateHz: number,
): AsyncGenerator<Uint8Array> {
  return encodeWith(chunks, () => openMp3(sampleRateHz));
}

/** The same frames behind an Info header that tells frames, bytes, and the delay and padding to cut. */
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
