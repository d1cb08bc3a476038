/** Returns the message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/**
 * Returns the message for an invalid value. The caller quotes and redacts `got`; null means that the value is absent. A
 * caller that knows a remedy appends the remedy after a semicolon.
 *
 * @example
 * expected("PORT", "an integer from 0 to 65535", '"70000"');
 * // Expected `PORT` to be an integer from 0 to 65535, got "70000"
 */
export function expected(name: string, wanted: string, got: string | null): string {
  return `Expected \`${name}\` to be ${wanted}, got ${got ?? "nothing"}`;
}

/** Longest value in a message, characters of JSON, and the depth from which its lists and objects are only named. */
const MAX_SHOWN = 80;
const MAX_DEPTH = 4;

/**
 * Returns the beginning of a parsed JSON value for a message. A value that is nested a hundred thousand times costs no
 * more than another one; `JSON.stringify` would take a second to fail.
 *
 * @example
 * shownJson({ speed: [9] }); // {"speed":[9]}
 */
export function shownJson(value: unknown): string {
  const json = JSON.stringify(pruned(value, MAX_DEPTH));
  return json.length <= MAX_SHOWN ? json : `${json.slice(0, MAX_SHOWN)}…`;
}

function pruned(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…";
  const below = (each: unknown): unknown => pruned(each, depth - 1);
  if (Array.isArray(value)) return value.slice(0, MAX_SHOWN).map(below);
  const entries = Object.entries(value).slice(0, MAX_SHOWN);
  return Object.fromEntries(entries.map(([key, each]) => [key, below(each)]));
}
