import { messageOf } from "../../src/message.ts";
import { z } from "zod";
import { CLIENT_IDS } from "../clients/openClient.ts";
import { isHeader } from "../http/request.ts";
import { MAX_TIMER_MS, parseDurationMs } from "../load/time.ts";
import { type Part, ONLY_PART } from "../load/part.ts";
import { parseSlo } from "../figures/slo.ts";
import { redactPair, redactUrlAndQuery } from "./redact.ts";
import { SAMPLE_FORMATS } from "../load/texts.ts";

/** Requests are planned beforehand, in memory: more of them is a slip of the hand. */
export const MAX_COUNT = 10_000_000;

const count = z.coerce.number<string>().int().min(1).max(MAX_COUNT);
const whole = z.coerce.number<string>().int().min(0);
const positive = z.coerce.number<string>().positive();
const duration = z.string().transform((text, context) => {
  const ms = parseDurationMs(text);
  if (ms !== null && ms > 0 && ms <= MAX_TIMER_MS) return ms;
  if (ms !== null && ms > 0) {
    context.addIssue(`expected at most ${Math.floor(MAX_TIMER_MS / 3_600_000)}h, got "${text}"`);
    return z.NEVER;
  }
  context.addIssue(`expected a duration such as 500ms, 2s or 1m, got "${text}"`);
  return z.NEVER;
});

/** `k=v` pairs; `json` parses values that are JSON. */
const pairs = <T>(value: (text: string) => T) =>
  z.array(z.string()).transform((entries, context) => {
    const result: Record<string, T> = {};
    for (const entry of entries) {
      const cut = entry.indexOf("=");
      if (cut < 1) context.addIssue(`expected key=value, got "${redactPair(entry)}"`);
      result[entry.slice(0, cut).trim()] = value(entry.slice(cut + 1));
    }
    return result;
  });

const headers = pairs((text) => text).superRefine((fields, context) => {
  for (const [name, value] of Object.entries(fields)) {
    if (!isHeader(name, value))
      context.addIssue(
        `${JSON.stringify(name)} can't be sent as a header: write name=value, on one line`,
      );
  }
});

const url = z.string().transform((text, context) => {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  const known = scheme === undefined || scheme === "http" || scheme === "https";
  const parsed = known ? URL.parse(scheme === undefined ? `http://${text}` : text) : null;
  if (parsed !== null) return parsed.href.replace(/\/+$/, "");
  context.addIssue(
    `expected a URL such as http://localhost:9091, got "${redactUrlAndQuery(text)}"`,
  );
  return z.NEVER;
});

const gates = z.string().transform((text, context) => {
  try {
    return parseSlo(text);
  } catch (error) {
    context.addIssue(messageOf(error));
    return z.NEVER;
  }
});

/** An ISO time or Unix seconds, in the future; milliseconds since 1970. */
const instant = z.string().transform((text, context) => {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  const agoS = Math.round((Date.now() - ms) / 1000);
  if (agoS <= 0) return ms;
  context.addIssue(
    Number.isNaN(ms)
      ? `expected an instant such as 2030-01-31T12:00:00Z or Unix seconds, got "${text}"`
      : `${text} was ${agoS} s ago; name an instant to come`,
  );
  return z.NEVER;
});

/** `i/n`, i from 0. */
const shard = z
  .string()
  .transform((text, context): Part => {
    const [, index = "", total = ""] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
    if (index !== "" && Number(index) < Number(total))
      return { index: Number(index), count: Number(total) };
    context.addIssue(`expected i/n with i from 0 to n − 1, such as 0/4, got "${text}"`);
    return z.NEVER;
  })
  .default(ONLY_PART);

const common = z.object({
  host: url,
  client: z.enum(CLIENT_IDS).optional(),
  modelId: z.string().min(1).optional(),
  voiceIds: z.array(z.string().min(1)),
  stream: z.boolean(),
  responseFormat: z.enum(["wav", "pcm", "mp3", "opus", "flac", "aac"]),
  streamFormat: z.enum(["audio", "sse"]),
  maxTokens: count,
  timestamp: z
    .string()
    .transform((text) => text.toUpperCase())
    .pipe(z.enum(["TIMESTAMP_TYPE_UNSPECIFIED", "WORD", "CHARACTER"]))
    .optional(),
  textSamplesFile: z.string().optional(),
  sampleFormat: z.enum(SAMPLE_FORMATS),
  random: z.boolean(),
  header: headers,
  insecure: z.boolean(),
  caFile: z.string().optional(),
  body: pairs(jsonOrText),
  seed: whole,
  workers: count.max(256),
  shard,
  startAt: instant.optional(),
  drain: duration,
  calibrate: z.boolean(),
  warmup: whole,
  timeoutFirstAudio: duration,
  timeoutTotal: duration,
  timeoutStall: duration,
  slo: gates.default([]),
  percentileMethod: z.enum(["type7", "nearest", "scicom"]),
  benchmarkName: z
    .string()
    .regex(/^(?!\.+$)[\w.-]+$/, "expected letters, digits, dots and dashes, and not dots alone")
    .default(() => `bench_${crypto.randomUUID().slice(0, 8)}`),
  outputDir: z.string().min(1),
  keepAudio: z.boolean(),
  quiet: z.boolean(),
  json: z.boolean(),
});

export const burstSchema = common.extend({
  concurrency: z
    .string()
    .transform((list) => list.split(",").map((part) => part.trim()))
    .pipe(z.array(count)),
  requests: count.optional(),
  duration: duration.optional(),
});

export const sweepSchema = common.extend({
  mode: z.enum(["tts", "embedding"]),
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

const share = z.coerce.number<string>().gt(0).lt(1);

/** A search holds its gates against single requests, and bounds the share that meets them from below. */
export const searchSchema = common.extend({
  slo: gates.superRefine((slo, context) => {
    for (const { expr, quantity, comparison, limit } of slo) {
      if (quantity === "achieved_qps")
        context.addIssue(
          `"${expr}" bounds no capacity: the achieved rate rises with the rate that is sent; say where to search with --min-qps and --max-qps`,
        );
      else if (quantity === "goodput" && (comparison.startsWith("<") || limit <= 0 || limit >= 1))
        context.addIssue(
          `"${expr}" is no share that a search can prove: write goodput>=X% with X between 0 and 100`,
        );
    }
  }),
  minQps: positive,
  maxQps: positive,
  numberOfSamples: count,
  repeats: z.coerce.number<string>().int().min(3),
  target: share,
  resolution: share,
  maxProbes: count,
  maxDuration: duration,
  burstiness: positive,
  maxInFlight: count.optional(),
});

/** --analyze-prompts asks no server. */
export const analyzeSchema = common.pick({ textSamplesFile: true, sampleFormat: true });

/** merge reads the folders of shards. */
export const mergeSchema = common.pick({ outputDir: true, benchmarkName: true, json: true });

export const compareSchema = z.object({
  level: z
    .string()
    .optional()
    .transform((label) => label ?? null),
  tolerance: z.coerce.number<string>().min(0),
  resamples: z.coerce.number<string>().int().min(200),
  seed: whole,
  failIfWorse: z.boolean(),
  json: z.boolean(),
});

/** --plot-only reads result.json alone. */
export const plotSchema = common.pick({ outputDir: true }).extend({
  benchmarkName: z.string({ error: "name the run to draw with --benchmark-name" }),
});

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
