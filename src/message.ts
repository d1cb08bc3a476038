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
