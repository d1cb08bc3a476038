import { zValidator } from "@hono/zod-validator";
import type { Context } from "hono";
import type { z } from "zod";
import type { Env } from "../env.ts";
import { refuseInvalid } from "./issues.ts";
import { type Misspelt, misspeltFields, misspeltText } from "../names/misspelt.ts";

/**
 * Creates middleware that parses a body of JSON with `schema`; `c.req.valid("json")` is the result. Needs `boundedJson`
 * before it. Unknown fields are ignored, but those that are probably misspelt are named (see `noteMisspelt`). Throws
 * SpeechError "invalid_input" with the first invalid field.
 *
 * @example
 * app.post("/v1/audio/speech", json, validBody(speechBody), (c) => speak(c, c.req.valid("json")));
 */
export function validBody<T extends z.ZodType>(schema: T) {
  return zValidator("json", schema, (result, c: Context) => {
    const body: unknown = c.get("body");
    const misspelt = notedMisspelt(c, body, schema);
    if (!result.success) refuseInvalid(result.error.issues, body, misspelt);
  });
}

/** Parses a body, names its misspelt fields, and throws SpeechError "invalid_input" as `validBody` does. */
export function parsedBody<T extends z.ZodType>(c: Context, body: unknown, schema: T): z.output<T> {
  const misspelt = notedMisspelt(c, body, schema);
  const result = schema.safeParse(body);
  if (!result.success) refuseInvalid(result.error.issues, body, misspelt);
  return result.data;
}

function notedMisspelt(c: Context, body: unknown, schema: z.ZodType): readonly Misspelt[] {
  const misspelt = misspeltFields(body, schema);
  noteMisspelt(c, misspelt);
  return misspelt;
}

/** Names misspelt fields of a body or a query, which are ignored, in the header `x-utter-ignored` and in the access log. */
export function noteMisspelt(c: Context, misspelt: readonly Misspelt[]): void {
  if (misspelt.length === 0) return;
  const record: Env["Variables"]["record"] = c.get("record");
  const ignored = misspeltText(misspelt);
  record.ignored = record.ignored === undefined ? ignored : `${record.ignored}, ${ignored}`;
  c.header("x-utter-ignored", record.ignored);
}
