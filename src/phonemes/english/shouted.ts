const CAPITALS = /^\p{Lu}[\p{Lu}'-]+$/u;
const LETTERS = /\p{L}.*\p{L}/u;

/**
 * Returns the words of a sentence, in small letters if most of them are in capitals: the stress of capitals would fall on
 * every word, and `US` and `IT` would be spelled.
 */
export function loweredIfShouted(words: readonly string[]): readonly string[] {
  const capitals = words.filter((word) => CAPITALS.test(word)).length;
  const long = words.filter((word) => LETTERS.test(word)).length;
  if (capitals < 2 || capitals < 0.7 * long) return words;
  return words.map((word, i) => {
    if (!CAPITALS.test(word)) return word;
    // After the article `US` is the country, not the pronoun.
    if (word === "US" && words[i - 1] === "THE") return "U.S";
    const small = word.toLowerCase();
    return i === 0 ? small.charAt(0).toUpperCase() + small.slice(1) : small;
  });
}
