import { concat } from "./bytes.ts";

/** Layout of uncompressed audio. */
export interface PcmFormat {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** ulaw and alaw: G.711, one byte a sample. */
  readonly encoding: "int" | "float" | "ulaw" | "alaw";
}

/** Complete frames of audio: `bytes.length` is a multiple of the frame size. */
export interface PcmSpan {
  readonly format: PcmFormat;
  readonly bytes: Uint8Array;
}

/** Converts the bytes of a body, split at any byte, to spans of audio. Throws BadAudio. */
export interface SpanReader {
  push(bytes: Uint8Array): readonly PcmSpan[];
  /** Ends the body. */
  end(): void;
}

/** Returns the bytes of one frame, which has one sample per channel. */
export function frameBytes(format: PcmFormat): number {
  return format.channels * Math.ceil(format.bits / 8);
}

/** Returns the duration of `span`, milliseconds. */
export function spanMs(span: PcmSpan): number {
  return (span.bytes.length / frameBytes(span.format) / span.format.rateHz) * 1000;
}

const NO_BYTES = new Uint8Array(0);

/** Reads samples of `format` without a header. */
export function createPcmReader(format: PcmFormat): SpanReader {
  let rest: Uint8Array = NO_BYTES;
  return {
    push(bytes) {
      const buffer = concat(rest, bytes);
      const over = buffer.length % frameBytes(format);
      rest = over === 0 ? NO_BYTES : buffer.subarray(-over);
      const frames = over === 0 ? buffer : buffer.subarray(0, -over);
      return frames.length === 0 ? [] : [{ format, bytes: frames }];
    },
    end() {},
  };
}
