import { z } from "zod";
import bundled from "./text_samples_single.json";
import { expected, messageOf } from "../../src/message.ts";
import { pick } from "../../src/stats/random.ts";

export const SAMPLE_FORMATS = ["simple-json", "axolotl-input-output", "id-prompt-json"] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** Schema of each format. Parsing returns the texts of the file. */
const SCHEMAS = {
  "simple-json": z.object({ samples: z.array(z.string()) }).transform(({ samples }) => samples),
  "axolotl-input-output": z
    .array(
      z.object({
        segments: z.array(z.object({ label: z.boolean().default(true), text: z.string() })),
      }),
    )
    // label false marks input of the model, true marks its output.
    .transform((items) =>
      items.map(({ segments }) =>
        segments
          .filter(({ label }) => !label)
          .map(({ text }) => text)
          .join(""),
      ),
    ),
  "id-prompt-json": z
    .array(z.object({ prompt: z.string() }))
    .transform((items) => items.map(({ prompt }) => prompt)),
} satisfies Record<SampleFormat, z.ZodType<string[]>>;

/**
 * Reads the non-blank texts of a file; returns the bundled texts if `path` is null. Throws Error that names the file.
 */
export async function loadTexts(path: string | null, format: SampleFormat): Promise<string[]> {
  if (path === null) return bundled.samples;
  const file = Bun.file(path);
  if (!(await file.exists())) throw refusal(path, "an existing file");
  const content: unknown = await file.json().catch((error: unknown) => {
    throw refusal(path, "a JSON file", messageOf(error));
  });
  const result = SCHEMAS[format].safeParse(content);
  if (!result.success) throw refusal(path, `a ${format} file`, z.prettifyError(result.error));
  const texts = result.data.filter((text) => text.trim() !== "");
  if (texts.length === 0) throw refusal(path, "a file with at least one text");
  return texts;
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
