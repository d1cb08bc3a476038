import { speechSeconds } from "../../src/text/group/seconds.ts";

/** Maximum UTF-16 units that are examined, so that a refusal is fast for a text of any length. */
const SAMPLE_CHARS = 4096;
/** The shortest word takes about this long to speak. */
const MIN_AUDIO_S = 0.2;

/**
 * Estimates the duration of the audio of a text:
 *
 *     D = max(0.2, d · c / (c₀ · v))
 *
 * where
 *
 *     D   seconds of audio; at least MIN_AUDIO_S, 0.2
 *     d   seconds of the sample at speed 1 (speechSeconds)
 *     c₀  length of the sample: the first SAMPLE_CHARS, 4096, UTF-16 units of the text
 *     c   length of the text, UTF-16 units
 *     v   playback speed of the request; 1 = natural speed of the voice
 */
export function estimatedAudioS(text: string, speed: number): number {
  const sample = text.slice(0, SAMPLE_CHARS);
  const textS = speechSeconds(sample) * (text.length / Math.max(1, sample.length));
  return Math.max(MIN_AUDIO_S, textS / speed);
}
