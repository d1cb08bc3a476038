/** Returns the source of a pattern that matches any of `words`, the longest first, so that none hides another. */
export function anyOf(words: Iterable<string>): string {
  return [...words].sort((a, b) => b.length - a.length).join("|");
}

/** Returns the source of a pattern with each small letter of `source` in both cases. */
export function anyCase(source: string): string {
  return source.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
