export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** What each choice of a union says. */
  readonly errors?: readonly (readonly Issue[])[];
}

/** Longest value of a client that an error message repeats, characters. */
const longestShown = 80;

/** Says which field of `body` is wrong, its value, and what would be right; never repeats the text to speak. */
export function describeIssue(
  outer: Issue,
  body: unknown,
): { message: string; param: string | null } {
  const { path, message } = innermost(outer, body);
  const [field] = path.map(String);
  if (field === undefined) return { message: `the body must be ${message}`, param: null };
  const name = path.map(String).join(".");
  const value = valueAt(body, path);
  if (value === undefined)
    return { message: `${name} is missing; it must be ${message}`, param: field };
  const shown = field === "input" && typeof value === "string" ? "a blank text" : shorten(value);
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

function shorten(value: unknown): string {
  const shown = JSON.stringify(value);
  return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown)}…`;
}
