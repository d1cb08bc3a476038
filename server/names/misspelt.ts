import { z } from "zod";
import { meantName } from "../../src/spelling.ts";

/** A field that a body has and its schema lacks, and the field of the schema that was probably meant. */
export interface Misspelt {
  /** Path of the field, as the client wrote it. */
  readonly field: string;
  readonly meant: string;
}

/** Fields of other servers that are spelt almost like ours and mean something else. */
const OTHER_NAMES: readonly string[] = ["mode", "models", "top_k"];

/**
 * Returns misspelt fields as one text for a header or the log, with printable ASCII only.
 *
 * @example
 * misspeltText([{ field: "vocie", meant: "voice" }]); // "vocie (did you mean voice?)"
 */
export function misspeltText(misspelt: readonly Misspelt[]): string {
  const named = misspelt.map(({ field, meant }) => `${field} (did you mean ${meant}?)`);
  return named.join(", ").replace(/[^\x20-\x7e]/g, "?");
}

/** Unknown fields that are compared and misspelt ones that are named at most, so that a hostile body costs little. */
const MAX_COMPARED = 100;
const MAX_NAMED = 5;

/**
 * Returns the fields of `body` that are spelt almost like one of `schema`, also in its nested objects. A name that stands
 * elsewhere in the schema is no misspelling.
 *
 * @example
 * misspeltFields({ respone_format: "wav" }, speechBody); // [{ field: "respone_format", meant: "response_format" }]
 */
export function misspeltFields(body: unknown, schema: z.ZodType): readonly Misspelt[] {
  return [...misspeltIn(body, schema, namesIn(schema))].slice(0, MAX_NAMED);
}

/**
 * Returns the names that are spelt almost like one of `known`, such as the parameters of a query. Names of other
 * servers are no misspelling.
 *
 * @example
 * misspeltNames(["encodng"], ["encoding", "model"]); // [{ field: "encodng", meant: "encoding" }]
 */
export function misspeltNames(
  names: readonly string[],
  known: readonly string[],
): readonly Misspelt[] {
  const found = names.slice(0, MAX_COMPARED).flatMap((field) => {
    const meant = OTHER_NAMES.includes(field) ? null : meantName(field, known);
    return meant === null ? [] : [{ field, meant }];
  });
  return found.slice(0, MAX_NAMED);
}

function* misspeltIn(
  body: unknown,
  schema: z.ZodType,
  names: ReadonlySet<string>,
): Generator<Misspelt> {
  const shape = shapeOf(schema);
  if (shape === null || !isRecord(body)) return;
  const unknown = Object.keys(body).filter((name) => !names.has(name));
  yield* misspeltNames(unknown, Object.keys(shape));
  for (const [name, inner] of Object.entries(shape))
    for (const { field, meant } of misspeltIn(body[name], inner, names))
      yield { field: `${name}.${field}`, meant: `${name}.${meant}` };
}

/** Returns the names of all fields of a schema and of its nested objects. */
function namesIn(schema: z.ZodType): ReadonlySet<string> {
  const shape = shapeOf(schema) ?? {};
  return new Set([
    ...Object.keys(shape),
    ...Object.values(shape).flatMap((inner) => [...namesIn(inner)]),
  ]);
}

/** Returns the fields of an object's schema, also of an optional one; null for any other schema. */
function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return shapeOf(schema.unwrap() as z.ZodType);
  return null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
