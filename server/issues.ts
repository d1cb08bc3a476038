import { SpeechError } from "../src/errors.ts";

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** What each choice of a union says. */
  readonly errors?: readonly (readonly Issue[])[];
}

/** Fields whose value is never repeated. */
const TEXTS: ReadonlySet<string> = new Set(["input", "reference_text", "generate_text"]);

/** Longest value of a client that an error message repeats, characters. */
const longestShown = 80;

interface Parsed {
  readonly success: boolean;
  readonly data: unknown;
  readonly error?: { readonly issues: readonly Issue[] };
}

/** Throws SpeechError "invalid_input" for what a schema has refused. */
export function refuseInvalid({ success, data, error }: Parsed): void {
  if (success) return;
  const issue = error?.issues[0] ?? { path: [], message: "a JSON object" };
  const { message, param } = describeIssue(issue, data);
  throw new SpeechError("invalid_input", message, param === null ? {} : { param });
}

/** Says which field of `body` is wrong, its value, and what would be right; never repeats the text to speak. */
function describeIssue(outer: Issue, body: unknown): { message: string; param: string | null } {
  const { path, message } = innermost(outer, body);
  const [field] = path.map(String);
  if (field === undefined) return { message: `the body must be ${message}`, param: null };
  const name = path.map(String).join(".");
  const value = valueAt(body, path);
  if (value === undefined)
    return { message: `${name} is missing; it must be ${message}`, param: field };
  const shown = TEXTS.has(field) && typeof value === "string" ? aboutText(value) : shorten(value);
  return { message: `${name}: ${shown} is wrong; it must be ${message}`, param: field };
}

/** Of a union's choices the one that an object was meant to be; else the issue itself. */
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

function aboutText(text: string): string {
  return text.trim() === "" ? "a blank text" : `a text of ${text.length} characters`;
}

function shorten(value: unknown): string {
  const shown = value instanceof Blob ? "a file" : JSON.stringify(value);
  return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown)}…`;
}
