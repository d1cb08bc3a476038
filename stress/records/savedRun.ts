import { join } from "node:path";
import { z } from "zod";
import { RECORD_SCHEMA, type RequestRecord } from "../request/record.ts";
import { RECORDS_FILE } from "./recorder.ts";
import type { Summary } from "./results.ts";
import { parseJson, readJsonFile, requireFile } from "./savedFile.ts";
import { ENDINGS, type SearchResult } from "./searchResult.ts";

const number = z.number();
const stats = z
  .object({
    n: number,
    min: number,
    max: number,
    mean: number,
    p50: number,
    p90: number,
    p95: number,
    p99: number,
    p99ci: z.tuple([number, number]).nullable(),
  })
  .nullable();
const stalls = z
  .object({
    episodes: number,
    stalledS: number,
    share50: number,
    share100: number,
    share200: number,
    preroll95Ms: number,
    preroll99Ms: number,
  })
  .nullable();
const levelSchema = z.object({
  label: z.string(),
  targetQps: number.nullable(),
  concurrency: number.nullable(),
  gapScale: number.nullable().default(null),
  requests: number,
  ok: number,
  errors: z.record(z.string(), number),
  achievedQps: number,
  wallS: number,
  responseMs: stats,
  serviceMs: stats,
  ttfaMs: stats,
  audibleTtfaMs: stats,
  chunkGapMs: stats,
  connectMs: stats,
  connections: number,
  audioS: stats,
  rtf: stats,
  sendLagMs: stats,
  audioSecondsPerSecond: number,
  stalls,
  goodput: number.nullable(),
  generatorCpu: number,
  coreWaitMs: number.nullable().default(null),
  valid: z.boolean(),
  warnings: z.array(z.string()),
});
const searchSchema: z.ZodType<SearchResult> = z.object({
  target: number,
  capacityQps: number.nullable(),
  share: number.nullable(),
  lowerBound: number.nullable(),
  bracket: z.tuple([number.nullable(), number.nullable()]),
  binding: z.string().nullable(),
  ended: z.enum(ENDINGS),
  valid: z.boolean(),
  probes: z.array(
    z.object({
      qps: number,
      repeats: number,
      requests: number,
      good: number,
      failed: number,
      missed: z.array(number),
      share: number,
      lowerBound: number,
      pass: z.boolean(),
      valid: z.boolean(),
    }),
  ),
});
const calibrationSchema = z.object({
  open: z.array(
    z.object({ qps: number, rateError: number.nullable(), arrivalMs: stats, sendLagMs: stats }),
  ),
  paced: z.array(
    z.object({ streams: number, pieceMs: number, chunkErrorMs: stats, generatorCpu: number }),
  ),
});
const summarySchema: z.ZodType<Summary> = z.object({
  schema: z.literal(1),
  name: z.string(),
  kind: z.enum(["burst", "closed", "sweep", "search"]),
  target: z.string(),
  client: z.string(),
  seed: number,
  scheduleHash: z.string(),
  startedAt: z.string(),
  percentileMethod: z.enum(["type7", "nearest", "scicom"]),
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
  levels: z.array(levelSchema),
  search: searchSchema.exactOptional(),
  calibration: calibrationSchema.exactOptional(),
  shard: z
    .object({
      index: number,
      count: number,
      levels: z.array(
        z.object({
          label: z.string(),
          startMs: number,
          planned: number.nullable(),
          inFlight: z.array(number),
          faults: z.array(z.string()),
        }),
      ),
    })
    .exactOptional(),
  slo: z
    .object({
      gates: z.array(z.object({ expr: z.string(), value: number.nullable(), pass: z.boolean() })),
      pass: z.boolean(),
    })
    .exactOptional(),
  valid: z.boolean(),
  warnings: z.array(z.string()),
});

const ms = number.nullable();
/** Defaults are what records without the member truly mean: older versions neither sent ids nor noted these. */
const recordSchema = z.object({
  schema: z.literal(RECORD_SCHEMA).default(RECORD_SCHEMA),
  seq: number,
  level: z.string(),
  voice: z.string(),
  chars: number,
  dueMs: number,
  sentMs: number,
  sendLagMs: number,
  connectMs: ms,
  headersMs: ms,
  firstAudioMs: ms,
  audibleMs: ms,
  endMs: number,
  // Only that it is an array: looking into ten million pairs would take longer than the report.
  chunks: z.custom<RequestRecord["chunks"]>((value) => Array.isArray(value)),
  audioS: number.nullable(),
  codec: z.enum(["pcm", "mp3", "aac", "opus", "flac"]).nullable().default(null),
  requestId: z.string().default(""),
  answerId: z.string().nullable().default(null),
  serverTiming: z.string().nullable().default(null),
  status: number.nullable(),
  error: z.custom<RequestRecord["error"]>((value) => value === null || typeof value === "string"),
  errorMessage: z.string().nullable(),
  usage: z.object({ prompt: number, completion: number, total: number }).exactOptional(),
});

/** `folder`/summary.json. Throws Error that names the file. */
export async function readSummary(folder: string): Promise<Summary> {
  const path = join(folder, "summary.json");
  const json = await readJsonFile(path, "name the folder of a run");
  const parsed = summarySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${path}: ${issue?.path.join(".")}: ${issue?.message}; measure again`);
}

/** Every record of `folder`/requests.jsonl in the order of the file, warm-ups too, one in memory at a time. */
export async function* readRecords(folder: string): AsyncGenerator<RequestRecord> {
  for await (const { record } of readRecordLines(folder)) yield record;
}

/** The same with each record's own line. */
export async function* readRecordLines(
  folder: string,
): AsyncGenerator<{ readonly record: RequestRecord; readonly line: string }> {
  const path = join(folder, RECORDS_FILE);
  await requireFile(path, "without its records a run can't be read; measure again");
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  for await (const bytes of Bun.file(path).stream()) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? ""; // without a newline it is what a killed run could not finish
    for (const text of lines) yield { record: parseRecord(text, `${path}:${++line}`), line: text };
  }
}

function parseRecord(text: string, place: string): RequestRecord {
  const json = parseJson(text);
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fault = recordFault(json, parsed.error.issues[0]);
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw new Error(`${place} ${fault}: ${shown}`, { cause: parsed.error });
}

/** Why a line is no record that this version reads, and the way out. */
function recordFault(json: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (typeof json !== "object" || json === null)
    return "is no record of a request: remove the line, or measure again";
  const field = issue?.path.join(".") ?? "";
  const schema = "schema" in json ? json.schema : undefined;
  if (field === "schema")
    return `was written by another version (schema ${JSON.stringify(schema)}; this one reads ${RECORD_SCHEMA}): read it with that version`;
  const version =
    schema === undefined ? "an older version, without schema" : `schema ${RECORD_SCHEMA}`;
  return `(${version}) has no valid ${field} (${issue?.message ?? "not valid"}): measure again`;
}
