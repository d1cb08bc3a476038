/** The words of a long conversation are a few thousand. */
const REMEMBERED = 4096;

/** Returns `find` with a memory of the last words. */
export function remembering<Found>(find: (word: string) => Found): (word: string) => Found {
  const memory = new Map<string, { readonly found: Found }>();
  return (word) => {
    const known = memory.get(word);
    if (known !== undefined) return known.found;
    if (memory.size >= REMEMBERED) memory.clear();
    const found = find(word);
    memory.set(word, { found });
    return found;
  };
}
