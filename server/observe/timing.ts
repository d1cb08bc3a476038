import type { Timeline } from "../../src/timeline.ts";
import type { Stages } from "./stages.ts";

/**
 * The value of the header `Server-Timing` (W3C) at the first audio, milliseconds: the queue, the LM's time to its first
 * token, the codec's wait from that token to the run of the first window, this run, and the encoder. For an engine
 * without an LM the three in the middle are absent.
 */
export function serverTiming(stages: Stages, { firstMs }: Timeline): string {
  const { asked, token, decoding, decoded } = firstMs;
  const parts: readonly (readonly [string, number | undefined])[] = [
    ["queue", stages.spentMs("queue")],
    ["lm_first_token", between(asked, token)],
    ["codec_wait", between(token, decoding)],
    ["codec_run", between(decoding, decoded)],
    ["encode", stages.spentMs("encoder")],
  ];
  return parts
    .filter(([, ms]) => ms !== undefined)
    .map(([name, ms = 0]) => `${name};dur=${ms.toFixed(1)}`)
    .join(", ");
}

function between(fromMs: number | undefined, toMs: number | undefined): number | undefined {
  return fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs;
}
