import { keepText, readKept } from "../../parts/kept.ts";

/** A word as it is written, and how it is spoken. */
export interface Entry {
  readonly written: string;
  readonly spoken: string;
}

const NAME = "utter-lexicon";
const browser = (): Storage => localStorage;

/** The first entries of a new reader. */
const EXAMPLES: readonly Entry[] = [
  { written: "SQL", spoken: "sequel" },
  { written: "Nguyen", spoken: "nwin" },
];

/** Reads the entries that this browser keeps. */
export function readEntries(): readonly Entry[] {
  try {
    const kept: unknown = JSON.parse(readKept(browser, NAME) ?? "null");
    return Array.isArray(kept) ? kept : EXAMPLES;
  } catch {
    return EXAMPLES;
  }
}

export function keepEntries(entries: readonly Entry[]): void {
  keepText(browser, NAME, JSON.stringify(entries));
}

/** Returns the complete entries as the field `normalize.lexicon` of a request. */
export function toLexicon(entries: readonly Entry[]): Record<string, string> {
  return Object.fromEntries(
    entries
      .map(({ written, spoken }) => [written.trim(), spoken.trim()] as const)
      .filter(([written, spoken]) => written !== "" && spoken !== ""),
  );
}

/** Returns the entries as lines of LEXICON_FILE. */
export function toLines(lexicon: Readonly<Record<string, string>>): string {
  return Object.entries(lexicon)
    .map(([written, spoken]) => `${written} = ${spoken}`)
    .join("\n");
}
