import { NORMALISE_DEFAULTS, normalised } from "../../src/text/normalise.ts";

/** Edits that turn one sequence into another, and the length of the first. */
export interface ErrorCount {
  readonly errors: number;
  readonly total: number;
}

/** Returns the word errors of a transcription. Numbers, case and punctuation do not count. */
export function wordErrors(said: string, heard: string): ErrorCount {
  const reference = spokenWords(said);
  return { errors: editDistance(reference, spokenWords(heard)), total: reference.length };
}

/** Returns the character errors of a transcription. Case, punctuation and blanks do not count. */
export function characterErrors(said: string, heard: string): ErrorCount {
  const [reference, hypothesis] = [said, heard].map((text) =>
    Array.from(spokenWords(text).join("")),
  );
  return { errors: editDistance(reference!, hypothesis!), total: reference!.length };
}

/** Adds up counts. */
export function sum(counts: readonly ErrorCount[]): ErrorCount {
  return counts.reduce(
    (all, { errors, total }) => ({ errors: all.errors + errors, total: all.total + total }),
    { errors: 0, total: 0 },
  );
}

/** Formats a count as `0.4 % (3 of 682)`. */
export function rate({ errors, total }: ErrorCount): string {
  return `${((100 * errors) / total).toFixed(1)} % (${errors} of ${total})`;
}

/**
 * Returns the words of a text as they are spoken: "24 books" and "twenty-four books" give the same words. A recogniser
 * writes some words in more than one way; these become one form.
 */
function spokenWords(text: string): string[] {
  const spoken = [...normalised(text, NORMALISE_DEFAULTS)]
    .map(({ traced }) => traced.text)
    .join("");
  const words =
    spoken
      .toLowerCase()
      .replaceAll("\u2019", "'")
      .match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.map((word) => SPELLINGS.get(word) ?? word);
}

/** British spellings and long forms, each with the form that a recogniser may write instead. */
const SPELLINGS = new Map([
  ["harbour", "harbor"],
  ["okay", "ok"],
  ["doctor", "dr"],
]);

/** Returns the Levenshtein distance between two sequences. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, item] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = (row[j] ?? 0) + (item === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
