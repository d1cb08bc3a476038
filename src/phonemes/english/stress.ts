import { isVowel, lengthOf, PRIMARY, SECONDARY } from "./sounds.ts";

/** Gives a word without stress a secondary one, as for a capitalised word. */
export function withStress(symbols: string): string {
  return isStressed(symbols) ? symbols : stressed(symbols, SECONDARY);
}

/** Gives a word primary stress, as for a word in capitals. */
export function emphasised(symbols: string): string {
  if (symbols.includes(PRIMARY)) return symbols;
  if (symbols.includes(SECONDARY)) return symbols.replaceAll(SECONDARY, PRIMARY);
  return stressed(symbols, PRIMARY);
}

/** Makes the primary stress of a word secondary and removes its other stresses. */
export function weakened(symbols: string): string {
  if (!symbols.includes(PRIMARY)) return symbols;
  return symbols.replaceAll(SECONDARY, "").replaceAll(PRIMARY, SECONDARY);
}

/** Puts a stress mark before the first vowel. */
function stressed(symbols: string, mark: string): string {
  const at = Array.from(symbols).findIndex(isVowel);
  return at < 0 ? symbols : symbols.slice(0, at) + mark + symbols.slice(at);
}

function isStressed(symbols: string): boolean {
  return symbols.includes(PRIMARY) || symbols.includes(SECONDARY);
}

/**
 * Joins the parts of a compound. Of n stressed parts the shortest ⌊n/2⌋ are weakened, unless few parts have primary
 * stress. After a single letter, as in `iPhone`, the second part is weakened.
 */
export function compound(parts: readonly { text: string; symbols: string }[]): string {
  const order = parts
    .map(({ text, symbols }, index) => ({ text, symbols, index }))
    .filter(({ symbols }) => symbols !== "");
  const weak = new Set<number>();
  if (order.length === 2 && order[0]!.text.length === 1) weak.add(order[1]!.index);
  else if (primaries(order) > Math.floor((order.length + 1) / 2)) {
    order.sort(
      (a, b) => primaries([a]) - primaries([b]) || lengthOf(a.symbols) - lengthOf(b.symbols),
    );
    for (const { index } of order.slice(0, Math.floor(order.length / 2))) weak.add(index);
  }
  return parts.map(({ symbols }, i) => (weak.has(i) ? weakened(symbols) : symbols)).join("");
}

function primaries(parts: readonly { symbols: string }[]): number {
  return parts.filter(({ symbols }) => symbols.includes(PRIMARY)).length;
}
