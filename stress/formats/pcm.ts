import { joined } from "./bytes.ts";

/** Uncompressed audio as it lies in the bytes. */
export interface PcmFormat {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  /** other: companded (A-law, µ-law); it can be counted, not looked into. */
  readonly encoding: "int" | "float" | "other";
}

/** Whole frames of audio: `bytes.length` is a multiple of the frame size. */
export interface PcmSpan {
  readonly format: PcmFormat;
  readonly bytes: Uint8Array;
}

/** Turns body bytes, cut anywhere, into spans of audio. Throws BadAudio. */
export interface SpanReader {
  push(bytes: Uint8Array): readonly PcmSpan[];
  /** At the body's end. */
  end(): void;
}

export function frameBytes(format: PcmFormat): number {
  return format.channels * Math.ceil(format.bits / 8);
}

/** Length of `span`, milliseconds. */
export function spanMs(span: PcmSpan): number {
  return (span.bytes.length / frameBytes(span.format) / span.format.rateHz) * 1000;
}

const NO_BYTES = new Uint8Array(0);

/** Raw samples without a header, in a format known beforehand. */
export function createPcmReader(format: PcmFormat): SpanReader {
  let held: Uint8Array = NO_BYTES;
  return {
    push(bytes) {
      const all = joined(held, bytes);
      const over = all.length % frameBytes(format);
      held = over === 0 ? NO_BYTES : all.subarray(-over);
      const whole = over === 0 ? all : all.subarray(0, -over);
      return whole.length === 0 ? [] : [{ format, bytes: whole }];
    },
    end() {},
  };
}
