/** Names of at least this many letters may have two mistakes. */
const LONG_NAME = 11;

/**
 * Returns how many letters must be inserted, removed, replaced or swapped with their neighbour to turn `a` into `b`
 * (optimal string alignment).
 */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      const least = Math.min(replaced, previous[column]! + 1, next[column - 1]! + 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2];
      const swapped = isSwap && a[row - 2] === b[column - 1] ? before[column - 2]! + 1 : Infinity;
      next.push(Math.min(least, swapped));
    }
    [before, previous] = [previous, next];
  }
  return previous[b.length]!;
}

/**
 * Returns the name of `known` that `name` was probably meant to be: one letter is wrong, missing, doubled or swapped with
 * its neighbour, or two in a name of at least 11 letters. Upper and lower case do not count. Returns null if there is
 * none, or if `name` is known.
 *
 * @example
 * meantName("MAX_QUEU", ["MAX_QUEUE", "PORT"]); // "MAX_QUEUE"
 */
export function meantName(name: string, known: readonly string[]): string | null {
  if (known.includes(name)) return null;
  const written = name.toLowerCase();
  let nearest: string | null = null;
  let lowest = Infinity;
  for (const each of known) {
    const allowed = each.length >= LONG_NAME ? 2 : 1;
    if (Math.abs(each.length - name.length) > allowed) continue;
    const mistakes = distance(written, each.toLowerCase());
    if (mistakes > allowed || mistakes > lowest) continue;
    // A missing letter is more probable than a wrong one.
    if (mistakes < lowest || each.length > (nearest?.length ?? 0)) nearest = each;
    lowest = mistakes;
  }
  return nearest;
}
