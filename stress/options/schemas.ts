import { messageOf } from "../../src/message.ts";
import { z } from "zod";
import { CLIENT_IDS } from "../clients/openClient.ts";
import { isHeader } from "../http/request.ts";
import { type Part, ONLY_PART } from "../load/part.ts";
import { parseSlo } from "../figures/gate.ts";
import { SAMPLE_FORMATS } from "../load/samples.ts";
import {
  count,
  counts,
  duration,
  integer,
  MAX_COUNT,
  oneOf,
  positive,
  share,
  url,
} from "./values.ts";

// The message of an issue describes the wanted value, as `expected` needs it. With `sentence` it is a complete message.

/** Adds an issue whose message is a complete sentence. */
function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: "custom", message, params: { sentence: true } });
  return z.NEVER;
}

/** `k=v` pairs; `parse` reads the value. */
const pairs = <T>(parse: (text: string) => T) =>
  z.array(z.string()).transform((entries, context) => {
    const fields: Record<string, T> = {};
    entries.forEach((entry, index) => {
      const cut = entry.indexOf("=");
      if (cut < 1) context.addIssue({ code: "custom", message: "key=value", path: [index] });
      fields[entry.slice(0, cut).trim()] = parse(entry.slice(cut + 1));
    });
    return fields;
  });

const headers = pairs((text) => text).superRefine((fields, context) => {
  for (const [name, value] of Object.entries(fields)) {
    if (!isHeader(name, value))
      refuse(
        context,
        `${JSON.stringify(name)} is not a valid header: write name=value, on one line`,
      );
  }
});

const gates = z.string().transform((text, context) => {
  try {
    return parseSlo(text);
  } catch (error) {
    return refuse(context, messageOf(error));
  }
});

/** Parses an ISO time or Unix seconds, which must be in the future, to milliseconds since 1970. */
const instant = z.string().transform((text, context) => {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  const agoS = Math.round((Date.now() - ms) / 1000);
  if (agoS <= 0) return ms;
  context.addIssue(
    Number.isNaN(ms)
      ? "an instant such as 2030-01-31T12:00:00Z or Unix seconds"
      : `in the future (it was ${agoS} s ago)`,
  );
  return z.NEVER;
});

/** Parses `i/n`, with i from 0. */
const shard = z
  .string()
  .transform((text, context): Part => {
    const [, index = "", total = ""] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
    if (index !== "" && Number(index) < Number(total))
      return { index: Number(index), count: Number(total) };
    context.addIssue("i/n with i from 0 to n − 1, such as 0/4");
    return z.NEVER;
  })
  .default(ONLY_PART);

export const common = z.object({
  host: url,
  client: oneOf(CLIENT_IDS).optional(),
  path: z
    .string()
    .regex(/^\/[^\s?#]*$/, "a path such as /v1/audio/speech")
    .optional(),
  modelId: z.string().min(1, "a non-empty text").optional(),
  voiceIds: z.array(z.string().min(1, "a non-empty text")),
  stream: z.boolean(),
  responseFormat: oneOf(["wav", "pcm", "ulaw", "alaw", "mp3", "opus", "flac", "aac"]),
  streamFormat: oneOf(["audio", "sse"]),
  maxTokens: count,
  timestamp: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(oneOf(["TIMESTAMP_TYPE_UNSPECIFIED", "WORD", "CHARACTER"]))
    .optional(),
  textSamplesFile: z.string().optional(),
  sampleFormat: oneOf(SAMPLE_FORMATS),
  random: z.boolean(),
  header: headers,
  insecure: z.boolean(),
  caFile: z.string().optional(),
  body: pairs(jsonText),
  seed: integer(0, Number.MAX_SAFE_INTEGER),
  workers: integer(1, 256),
  shard,
  startAt: instant.optional(),
  drain: duration,
  calibrate: z.boolean(),
  warmup: integer(0, MAX_COUNT),
  timeoutFirstAudio: duration,
  timeoutTotal: duration,
  timeoutStall: duration,
  slo: gates.default([]),
  percentileMethod: oneOf(["type7", "nearest", "scicom"]),
  benchmarkName: z
    .string()
    .regex(/^(?!\.+$)[\w.-]+$/, "letters, digits, underscores, dots and dashes, but not only dots")
    .default(() => `bench_${crypto.randomUUID().slice(0, 8)}`),
  outputDir: z.string().min(1, "a folder"),
  keepAudio: z.boolean(),
  quiet: z.boolean(),
  json: z.boolean(),
});

export const burstSchema = common.extend({
  concurrency: counts,
  requests: count.optional(),
  duration: duration.optional(),
});

export const sweepSchema = common.extend({
  mode: oneOf(["tts", "embedding"]),
  minQps: positive,
  maxQps: positive,
  qpsStep: positive,
  numberOfSamples: count,
  burstiness: positive,
  maxInFlight: count.optional(),
  stopWhenSaturated: z.boolean(),
  sample: z.boolean(),
  verbose: z.boolean(),
});

/** A search applies its gates to single requests, and its target to the fraction of requests that meet all gates. */
export const searchSchema = common.extend({
  slo: gates.superRefine((slo, context) => {
    for (const { expr, quantity, comparison, limit } of slo) {
      if (quantity === "achieved_qps")
        refuse(
          context,
          `"${expr}" cannot be searched: the achieved rate rises with the rate that is sent; set the range with --min-qps and --max-qps`,
        );
      else if (quantity === "goodput" && (comparison.startsWith("<") || limit <= 0 || limit >= 1))
        refuse(
          context,
          `"${expr}" cannot be proved by a search: write goodput>=X% with X between 0 and 100`,
        );
    }
  }),
  minQps: positive,
  maxQps: positive,
  numberOfSamples: count,
  repeats: integer(3, MAX_COUNT),
  target: share,
  resolution: share,
  maxProbes: count,
  maxDuration: duration,
  burstiness: positive,
  maxInFlight: count.optional(),
});

/** --analyze-prompts reads only a file of texts. */
export const analyzeSchema = common.pick({ textSamplesFile: true, sampleFormat: true });

/** merge reads the folders of shards. */
export const mergeSchema = common.pick({ outputDir: true, benchmarkName: true, json: true });

export const compareSchema = z.object({
  level: z
    .string()
    .optional()
    .transform((label) => label ?? null),
  tolerance: z.coerce
    .number<string>({ error: "a number of at least 0" })
    .min(0, "a number of at least 0"),
  resamples: integer(200, MAX_COUNT),
  seed: integer(0, Number.MAX_SAFE_INTEGER),
  failIfWorse: z.boolean(),
  json: z.boolean(),
});

/** --plot-only reads only result.json. */
export const plotSchema = common.pick({ outputDir: true }).extend({
  benchmarkName: z.string({ error: "the name of the run to draw" }),
});

/** Returns `text` itself if it is JSON, so that its numbers keep their digits, otherwise as a JSON string. */
function jsonText(text: string): string {
  try {
    JSON.parse(text);
    return text.trim();
  } catch {
    return JSON.stringify(text);
  }
}
