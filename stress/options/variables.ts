/** Returns how many letters must be inserted, removed, replaced or swapped with their neighbour to turn `a` into `b`. */
function distance(a: string, b: string): number {
  let [before, previous]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, i) => i),
  ];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const replaced = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      const least = Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swaps ? Math.min(least, (before[j - 2] ?? 0) + 1) : least);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}

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
    const meant = known.find((each) => distance(name, each) <= 2);
    if (meant !== undefined && !known.includes(name))
      return `unknown variable '${name}'\n(Did you mean ${meant}?)`;
  }
  return null;
}
