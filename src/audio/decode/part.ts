import { SpeechError } from "../../errors.ts";

/** A decoded part of a recording: mono samples in −1…1. */
export interface Part {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
}

/** Returns the mean of the channels, times `scale`. */
export function mixed(channels: readonly ArrayLike<number>[], scale: number): Float32Array {
  const out = new Float32Array(channels[0]?.length ?? 0);
  for (const channel of channels) {
    for (let index = 0; index < out.length; index += 1) out[index]! += channel[index]! * scale;
  }
  return channels.length === 1 ? out : out.map((sum) => sum / channels.length);
}

/** Creates the error for a recording that can't be read. */
export function unreadable(why: string): SpeechError {
  return new SpeechError("invalid_input", why);
}
