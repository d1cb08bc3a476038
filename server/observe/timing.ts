import type { Timeline } from "../../src/timeline.ts";
import type { Stages } from "./stages.ts";

/**
 * Returns the value of the header `Server-Timing` (W3C) at the first audio. Durations are milliseconds:
 *
 * - queue: wait in the queue
 * - voice_wait: wait of the first utterance for a Worker of the embedded voice
 * - voice_run: from there to the first part of its sound
 * - lm_first_token: from the request to the LM to its first token
 * - codec_wait: from the first token to the codec's run of the first window
 * - codec_run: this run
 * - encode: work of the encoder
 *
 * A part that has not ended is omitted. An engine has parts either of its Workers or of its LM and the codec.
 */
export function serverTiming(stages: Stages, timeline: Timeline): string {
  return [...firstAudioParts(stages, timeline), ["encode", stages.spentMs("encoder")] as const]
    .map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`)
    .join(", ");
}

/**
 * Returns the parts of the time to first audio before the encoder, with their durations in milliseconds. They do not
 * change any more once the first audio is there.
 */
export function firstAudioParts(
  stages: Stages,
  { firstMs }: Timeline,
): readonly (readonly [string, number])[] {
  const { waiting, speaking, spoken, asked, token, decoding, decoded } = firstMs;
  const parts = [
    ["queue", stages.spentMs("queue")],
    ["voice_wait", between(waiting, speaking)],
    ["voice_run", between(speaking, spoken)],
    ["lm_first_token", between(asked, token)],
    ["codec_wait", between(token, decoding)],
    ["codec_run", between(decoding, decoded)],
  ] as const;
  return parts.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms] as const]));
}

function between(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs;
}
