import type { Timeline } from "../../src/timeline.ts";
import type { Stages } from "./stages.ts";

/**
 * The value of `Server-Timing` (W3C) when the first audio leaves, milliseconds: the queue; the LM from being asked to
 * its first token; the codec from that token to the first window's run; the run; and the encoder. An engine without an
 * LM leaves out what it does not have.
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
