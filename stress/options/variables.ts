import { meantName } from "../../src/spelling.ts";

/**
 * Returns a sentence about a variable of `environment` that is spelt almost like one of `known`; null if there is none.
 *
 * @example
 * misspeltVariable({ CONCURENCY: "5" }, ["CONCURRENCY"]); // "unknown variable 'CONCURENCY'\n(Did you mean CONCURRENCY?)"
 */
export function misspeltVariable(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string | null {
  for (const name of Object.keys(environment)) {
    const meant = meantName(name, known);
    if (meant !== null) return `unknown variable '${name}'\n(Did you mean ${meant}?)`;
  }
  return null;
}
