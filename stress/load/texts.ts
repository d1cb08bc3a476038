import bundled from "./text_samples_single.json";
import { expected, messageOf } from "../../src/message.ts";
import { parseTextFile } from "./textFile.ts";
import { readSamples, type SampleFormat } from "./samples.ts";
import { pick } from "../../src/stats/random.ts";

/** The texts of a run. */
export interface Texts {
  readonly texts: readonly string[];
  /** What was skipped in their file; null if nothing was. */
  readonly note: string | null;
}

/**
 * Reads the non-blank texts of a file; returns the bundled texts if `path` is null. Throws Error that names the file.
 */
export async function loadTexts(path: string | null, format: SampleFormat): Promise<Texts> {
  if (path === null) return { texts: bundled.samples, note: null };
  const file = Bun.file(path);
  if (!(await file.exists())) throw refusal(path, "an existing file");
  const bytes = await file.bytes();
  const content = parsed(path, "a JSON file", () => parseTextFile(path, bytes));
  const { texts, skipped } = parsed(path, `a ${format} file`, () => readSamples(content, format));
  if (texts.length === 0) throw refusal(path, "a file with at least one text");
  const rows = skipped === 1 ? "1 row" : `${skipped} rows`;
  return { texts, note: skipped === 0 ? null : `${path}: skipped ${rows} without a text` };
}

/** Runs `read`; its error becomes one that names the flag and the file. */
function parsed<T>(path: string, wanted: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refusal(path, wanted, messageOf(error));
  }
}

function refusal(path: string, wanted: string, detail?: string): Error {
  const message = expected("--text-samples-file", wanted, JSON.stringify(path));
  return new Error(detail === undefined ? message : `${message}: ${detail}`);
}

/** Adds random words before `text`, so that no cache contains the text. The words do not depend on the seed. */
export function withRandomPrefix(text: string): string {
  const trueRandom = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
  const [first, second] = [pick(WORDS, trueRandom), pick(WORDS, trueRandom)];
  return `Random prefix ${first} ${second} ${crypto.randomUUID().slice(0, 8)}: ${text}`;
}

const WORDS = (
  "amber basil cedar delta ember fjord grove hazel ivory jasper kiwi lemon maple nickel olive " +
  "pearl quartz raven sable tulip umber velvet willow yarrow zinc birch coral dune fern harbor"
).split(" ");

/** Formats the output of --analyze-prompts: the number of texts, and their lengths in characters and words. */
export function analyzePrompts(texts: readonly string[], source: string): string[] {
  const block = (title: string, lengths: readonly number[]) => {
    const total = lengths.reduce((sum, length) => sum + length, 0);
    return [
      "",
      `${title} statistics:`,
      `  Total: ${total.toLocaleString("en-US")}`,
      `  Average: ${(total / lengths.length).toFixed(2)}`,
      `  Shortest: ${lengths.reduce((a, b) => Math.min(a, b))}`,
      `  Longest: ${lengths.reduce((a, b) => Math.max(a, b))}`,
    ];
  };
  return [
    `Analyzed ${texts.length} text samples from ${source}`,
    ...block(
      "CHARACTER",
      texts.map((text) => Array.from(text).length),
    ),
    ...block(
      "WORD",
      texts.map((text) => text.split(/\s+/).filter(Boolean).length),
    ),
  ];
}
