/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}

/**
 * The message of a refusal. `got` is quoted and redacted by the caller; null: the value is absent. A caller with a
 * remedy appends it after a semicolon.
 *
 * @example
 * expected("PORT", "an integer from 0 to 65535", '"70000"');
 * // Expected `PORT` to be an integer from 0 to 65535, got "70000"
 */
export function expected(name: string, wanted: string, got: string | null): string {
  return `Expected \`${name}\` to be ${wanted}, got ${got ?? "nothing"}`;
}
