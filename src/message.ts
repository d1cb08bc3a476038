/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/**
 * The form of every refusal: what was expected and what came instead. `got` is ready to show (quoted, redacted);
 * null: nothing was given. A caller that knows the way out adds it after a semicolon.
 *
 * @example
 * expected("PORT", "an integer from 0 to 65535", '"70000"');
 * // Expected `PORT` to be an integer from 0 to 65535, got "70000"
 */
export function expected(name: string, wanted: string, got: string | null): string {
  return `Expected \`${name}\` to be ${wanted}, got ${got ?? "nothing"}`;
}
