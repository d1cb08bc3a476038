import { toS16 } from "../pcm.ts";
import { createBlocks } from "./blocks.ts";
import { inPieces } from "../pieces.ts";
import { encodeWith, type Encoder, withHead } from "./encoder.ts";
import { flacFrame } from "./flacFrame.ts";
import type { OutputForm } from "./form.ts";

/** Samples per frame: 43 ms at 24 kHz in a stream, the usual size in a file, which is some percent smaller. */
const LIVE_BLOCK_SAMPLES = 1024;
const FILE_BLOCK_SAMPLES = 4096;
const STREAMINFO_BYTES = 34;

/** Totals in STREAMINFO; a stream writes 0, which means unknown. */
interface Totals {
  readonly samples: number;
  readonly smallestFrame: number;
  readonly largestFrame: number;
  readonly md5: Uint8Array;
}

/** The marker "fLaC" and STREAMINFO as the only metadata block (RFC 9639, sections 8.1 and 8.2). */
function streamHead(sampleRateHz: number, blockSamples: number, totals: Totals | null): Uint8Array {
  const head = new Uint8Array(8 + STREAMINFO_BYTES);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode("fLaC"));
  view.setUint32(4, 0x8000_0000 | STREAMINFO_BYTES); // the last block, of type 0
  view.setUint16(8, blockSamples);
  view.setUint16(10, blockSamples);
  const smallest = totals?.smallestFrame ?? 0;
  view.setUint16(12, smallest >> 8);
  view.setUint32(14, ((smallest & 255) << 24) | (totals?.largestFrame ?? 0));
  const samples = totals?.samples ?? 0;
  // 20 bits rate, 3 bits channels − 1, 5 bits bits − 1, 36 bits samples
  view.setUint32(18, (sampleRateHz << 12) | (15 << 4) | Math.floor(samples / 2 ** 32));
  view.setUint32(22, samples % 2 ** 32);
  if (totals !== null) head.set(totals.md5, 26);
  return head;
}

interface FrameEncoder extends Encoder {
  totals(): Totals;
}

/** Encodes frames without the header; `totals` are complete after `end`. */
function openFrames(sampleRateHz: number, blockSamples: number): FrameEncoder {
  const blocks = createBlocks(blockSamples);
  const md5 = new Bun.CryptoHasher("md5");
  let samples = 0;
  let frames = 0;
  let smallestFrame = 0;
  let largestFrame = 0;

  function frame(block: Float32Array): Uint8Array {
    const pcm = toS16(block);
    md5.update(pcm);
    const bytes = flacFrame(new Int16Array(pcm.buffer), frames, sampleRateHz);
    samples += block.length;
    smallestFrame = frames === 0 ? bytes.length : Math.min(smallestFrame, bytes.length);
    largestFrame = Math.max(largestFrame, bytes.length);
    frames += 1;
    return bytes;
  }

  return {
    push: (chunk) => Buffer.concat(blocks.push(chunk).map(frame)),
    end() {
      const rest = blocks.rest();
      return rest.length > 0 ? frame(rest) : new Uint8Array(0);
    },
    close: () => {},
    totals: () => ({ samples, smallestFrame, largestFrame, md5: md5.digest() }),
  };
}

/** Opens an encoder of a FLAC stream: the header with the first audio, then frames. Its length and MD5 are unknown. */
export function openFlac({ rateHz }: OutputForm): Encoder {
  const frames = openFrames(rateHz, LIVE_BLOCK_SAMPLES);
  return withHead(streamHead(rateHz, LIVE_BLOCK_SAMPLES, null), frames);
}

/** Encodes a FLAC file with the number of samples and the MD5 of the PCM in the header. */
export async function wholeFlac(
  chunks: AsyncIterable<Float32Array>,
  { rateHz }: OutputForm,
): Promise<Uint8Array> {
  const frames = openFrames(rateHz, FILE_BLOCK_SAMPLES);
  const body = await Array.fromAsync(encodeWith(inPieces(chunks), () => frames));
  const head = streamHead(rateHz, FILE_BLOCK_SAMPLES, frames.totals());
  return Buffer.concat([head, ...body]);
}
