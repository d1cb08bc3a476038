import { z } from "zod";
import { parseSoundFormat, type SoundFormat, WIRE_IDS, type WireId } from "../reply/settings.ts";
import { common } from "./schemas.ts";
import { count, counts, duration, durationFrom0, oneOf, positive, url } from "./values.ts";

/** Codecs that a protocol has; the others have all. */
const CODECS: Readonly<Partial<Record<WireId, readonly SoundFormat["codec"][]>>> = {
  elevenlabs: ["pcm", "wav", "ulaw", "alaw", "mp3", "opus"],
  "elevenlabs-single": ["pcm", "wav", "ulaw", "alaw", "mp3", "opus"],
  deepgram: ["pcm", "ulaw", "alaw"],
  "vllm-omni": ["pcm", "wav", "mp3", "opus", "flac", "aac"],
};
/** Sample rate of vllm-omni's raw samples, hertz. */
const VLLM_HZ = 24_000;

const soundFormat = z.string().transform((name, context) => {
  const format = parseSoundFormat(name.toLowerCase());
  if (format !== null) return format;
  context.addIssue("a format such as pcm, pcm_16000, ulaw or mp3_44100_128");
  return z.NEVER;
});

/** Parses 0.2 or 20% to a fraction. */
const fraction = z.string().transform((text, context) => {
  const [, number = "", percent] = /^(\d+(?:\.\d+)?)\s*(%)?$/.exec(text.trim()) ?? [];
  const value = number === "" ? NaN : Number(number) / (percent === undefined ? 1 : 100);
  if (value >= 0 && value <= 1) return value;
  context.addIssue("a fraction from 0 to 1, or 0% to 100%");
  return z.NEVER;
});

/** A host of sockets can be given as ws:// or wss://. */
const host = z.string().transform((text) => text.replace(/^ws(s?):\/\//i, "http$1://"));

export const talkSchema = common
  .omit({
    client: true,
    stream: true,
    streamFormat: true,
    responseFormat: true,
    maxTokens: true,
    timestamp: true,
    random: true,
  })
  .extend({
    host: host.pipe(url),
    client: oneOf(WIRE_IDS),
    concurrency: counts,
    turns: count,
    duration: duration.optional(),
    tokensPerS: positive,
    lmRecording: z.string().optional(),
    interrupt: fraction,
    interruptAfter: duration,
    pause: durationFrom0,
    listen: z.boolean(),
    ramp: durationFrom0,
    timestamps: z.boolean(),
    responseFormat: soundFormat,
  });

/** Returns why a protocol does not have a format; null if it has. */
export function formatError(wire: WireId, { name, codec, rateHz }: SoundFormat): string | null {
  const codecs = CODECS[wire];
  if (codecs !== undefined && !codecs.includes(codec))
    return `--response-format: ${wire} has ${codecs.join(", ")}, not ${name}`;
  if (wire === "vllm-omni" && rateHz !== null && rateHz !== VLLM_HZ)
    return `--response-format: vllm-omni has no sample rates: write ${codec} instead of ${name}`;
  return null;
}
