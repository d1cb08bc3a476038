import { SpeechError } from "../../src/errors.ts";
import { expected, shownJson } from "../../src/message.ts";
import type { Misspelt } from "../names/misspelt.ts";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Only for a union: the issues of each of its members. */
  readonly errors?: readonly (readonly Issue[])[];
}

/** Fields that hold the user's text, which errors never show. */
const PRIVATE_FIELDS: ReadonlySet<string> = new Set([
  "input",
  "text",
  "reference_text",
  "generate_text",
]);

/**
 * Throws SpeechError "invalid_input" with the first issue of a body that its schema rejected. If the field is missing, the
 * message names the misspelt field that was probably meant to be it.
 */
export function refuseInvalid(
  issues: readonly Issue[],
  body: unknown,
  misspelt: readonly Misspelt[],
): never {
  const { message, param } = describeIssue(
    issues[0] ?? { path: [], message: "a JSON object" },
    body,
  );
  const written = misspelt.find(({ meant }) => meant === param)?.field;
  const hint = written === undefined ? "" : `; the body has \`${written}\``;
  throw new SpeechError("invalid_input", `${message}${hint}`, param === null ? {} : { param });
}

/** Names the invalid field of `body`, the expected value and the given value. Never shows the text to speak. */
function describeIssue(outer: Issue, body: unknown): { message: string; param: string | null } {
  const { path, message } = innermost(outer, body);
  const [field] = path.map(String);
  if (field === undefined) return { message: expected("body", message, kindOf(body)), param: null };
  const value = valueAt(body, path);
  const show = PRIVATE_FIELDS.has(field) ? redacted : shortened;
  const got = value === undefined ? null : show(value);
  return { message: expected(path.map(String).join("."), message, got), param: field };
}

/**
 * Returns the most specific issue. If a union rejects an object, this is the issue of the union's last member, which is
 * its object schema. Otherwise it is `issue` itself.
 */
function innermost(issue: Issue, body: unknown): Issue {
  const value = valueAt(body, issue.path);
  const inner = issue.errors?.at(-1)?.[0];
  if (inner === undefined || typeof value !== "object" || value === null) return issue;
  if (Array.isArray(value)) return issue;
  return innermost({ ...inner, path: [...issue.path, ...inner.path] }, body);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : null),
    body,
  );
}

/** Describes a value without showing its text. */
function redacted(value: unknown): string {
  if (typeof value === "string")
    return value.trim() === "" ? "a blank text" : `a text of ${value.length} characters`;
  return typeof value === "object" ? kindOf(value) : JSON.stringify(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function shortened(value: unknown): string {
  return value instanceof Blob ? "a file" : shownJson(value);
}
