import { join } from "node:path";
import { z } from "zod";
import { RECORD_SCHEMA, type RequestRecord } from "./record.ts";
import { RECORDS_FILE } from "./recorder.ts";
import { parseJson, requireFile } from "./savedFile.ts";
import { talkSchema } from "./talkRecord.ts";

const number = z.number();
const ms = number.nullable();
/** Records of older versions lack the members that have a default. These versions sent no request ids. */
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
  // The pairs are not validated: for ten million pairs that would take longer than the report.
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
  talk: talkSchema.exactOptional(),
});

/** Streams the records of `folder`/requests.jsonl, warm-ups included. Throws Error that names the file and line. */
export async function* readRecords(folder: string): AsyncGenerator<RequestRecord> {
  for await (const { record } of readRecordLines(folder)) yield record;
}

/** Streams the records together with their lines. */
export async function* readRecordLines(
  folder: string,
): AsyncGenerator<{ readonly record: RequestRecord; readonly line: string }> {
  const path = join(folder, RECORDS_FILE);
  await requireFile(path, "the records of the run are missing; measure again");
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  for await (const bytes of Bun.file(path).stream()) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? ""; // a last line without a newline is unfinished: the run was killed
    for (const text of lines) yield { record: parseRecord(text, `${path}:${++line}`), line: text };
  }
}

function parseRecord(text: string, place: string): RequestRecord {
  const json = parseJson(text);
  const parsed = recordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fault = recordFault(json, parsed.error.issues[0]);
  const excerpt = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw new Error(`${place} ${fault}: ${excerpt}`, { cause: parsed.error });
}

/** Returns why a line is not a record of this version, and what to do. */
function recordFault(json: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (typeof json !== "object" || json === null)
    return "is not a record of a request: remove the line, or measure again";
  const field = issue?.path.join(".") ?? "";
  const schema = "schema" in json ? json.schema : undefined;
  if (field === "schema")
    return `was written by another version (schema ${JSON.stringify(schema)}; this version reads ${RECORD_SCHEMA}): read the file with the other version`;
  const version =
    schema === undefined ? "an older version, without schema" : `schema ${RECORD_SCHEMA}`;
  return `(${version}) has no valid ${field} (${issue?.message ?? "not valid"}): measure again`;
}
