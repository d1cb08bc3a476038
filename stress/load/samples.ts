import { field } from "../clients/messages.ts";

/** The texts of a file, and how many of its rows were skipped because they have no text. */
export interface Samples {
  readonly texts: readonly string[];
  readonly skipped: number;
}

export const SAMPLE_FORMATS = ["simple-json", "axolotl-input-output", "id-prompt-json"] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** Number of wrong rows that a message shows. */
const EXAMPLES = 3;
/** Returns the texts of a row: strings, "wrong" if it has something else in their place, or none to skip the row. */
type RowReader = (row: unknown) => readonly string[] | "wrong";

/**
 * Reads the texts of the parsed `content` of a file. Rows that Inworld's tool skips are skipped here too: those without
 * their member, and blank texts. Throws Error with three examples and the count of the rows that are wrong.
 */
export function readSamples(content: unknown, format: SampleFormat): Samples {
  const rows = rowsOf(content, format);
  const texts: string[] = [];
  const wrong: string[] = [];
  let [skipped, wrongCount] = [0, 0];
  rows.forEach((row, index) => {
    const found = READERS[format](row);
    if (found === "wrong") {
      if (wrong.length < EXAMPLES) wrong.push(`row ${index + 1}: ${excerpt(row)}`);
      wrongCount++;
      return;
    }
    const own = found.filter((text) => text.trim() !== "");
    if (own.length === 0) skipped++;
    texts.push(...own);
  });
  if (wrongCount > 0)
    throw new Error(`${wrongCount} of ${rows.length} rows are not texts: ${wrong.join("; ")}`);
  return { texts, skipped };
}

function rowsOf(content: unknown, format: SampleFormat): readonly unknown[] {
  const rows = format === "simple-json" ? (field(content, "samples") ?? content) : content;
  if (Array.isArray(rows)) return rows as readonly unknown[];
  throw new Error(
    format === "simple-json" ? '"samples" is not a list' : "the file does not hold a list",
  );
}

const READERS: Record<SampleFormat, RowReader> = {
  // A line of a .jsonl file can be a text, or an object with one.
  "simple-json": (row) => textRow(field(row, "text") ?? row),
  "id-prompt-json": (row) => textRow(field(row, "prompt") ?? ""),
  "axolotl-input-output": (row) => {
    const segments = field(row, "segments") ?? null;
    if (segments === null) return [];
    if (!Array.isArray(segments)) return "wrong";
    // A false label marks input of the model, a true or missing one its output.
    const inputs = segments.filter((segment) => !(field(segment, "label") ?? true));
    const all = inputs.map((segment) => field(segment, "text") ?? "");
    return all.every((text) => typeof text === "string") ? [all.join("")] : "wrong";
  },
};

function textRow(text: unknown): readonly string[] | "wrong" {
  return typeof text === "string" ? [text] : "wrong";
}

function excerpt(row: unknown): string {
  const text = JSON.stringify(row);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
