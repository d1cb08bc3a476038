import { join } from "node:path";
import { z } from "zod";
import { RECORD_SCHEMA, type RequestRecord } from "./record.ts";
import { RECORDS_FILE } from "./recorder.ts";
import { parseJson, requireFile } from "./savedFile.ts";

const number = z.number();
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
    return "is not a record of a request: remove the line, or measure again";
  const field = issue?.path.join(".") ?? "";
  const schema = "schema" in json ? json.schema : undefined;
  if (field === "schema")
    return `was written by another version (schema ${JSON.stringify(schema)}; this one reads ${RECORD_SCHEMA}): read it with that version`;
  const version =
    schema === undefined ? "an older version, without schema" : `schema ${RECORD_SCHEMA}`;
  return `(${version}) has no valid ${field} (${issue?.message ?? "not valid"}): measure again`;
}
