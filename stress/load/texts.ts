import { z } from "zod";
import bundled from "./text_samples_single.json";
import { pick } from "../../src/stats/random.ts";

export const SAMPLE_FORMATS = ["simple-json", "axolotl-input-output", "id-prompt-json"] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** Each format, read into its texts. */
const SCHEMAS = {
  "simple-json": z.object({ samples: z.array(z.string()) }).transform(({ samples }) => samples),
  "axolotl-input-output": z
    .array(
      z.object({
        segments: z.array(z.object({ label: z.boolean().default(true), text: z.string() })),
      }),
    )
    // label false: a text given to the model; true: what the model answered.
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

/** The texts of a file, or the bundled ones where `path` is null. Throws Error with what is wrong with the file. */
export async function loadTexts(path: string | null, format: SampleFormat): Promise<string[]> {
  if (path === null) return bundled.samples;
  const file = Bun.file(path);
  if (!(await file.exists())) throw new Error(`--text-samples-file: there is no file ${path}`);
  const content: unknown = await file.json().catch((error: unknown) => {
    throw new Error(`--text-samples-file: ${path} is not JSON`, { cause: error });
  });
  const result = SCHEMAS[format].safeParse(content);
  if (!result.success)
    throw new Error(
      `--text-samples-file: ${path} is not ${format}: ${z.prettifyError(result.error)}`,
    );
  const texts = result.data.filter((text) => text.trim() !== "");
  if (texts.length === 0) throw new Error(`--text-samples-file: ${path} holds no text`);
  return texts;
}

/** Words in front of `text` that no cache has seen: from true randomness, outside every seed. */
export function withRandomPrefix(text: string): string {
  const trueRandom = () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
  const [first, second] = [pick(WORDS, trueRandom), pick(WORDS, trueRandom)];
  return `Random prefix ${first} ${second} ${crypto.randomUUID().slice(0, 8)}: ${text}`;
}

const WORDS = (
  "amber basil cedar delta ember fjord grove hazel ivory jasper kiwi lemon maple nickel olive " +
  "pearl quartz raven sable tulip umber velvet willow yarrow zinc birch coral dune fern harbor"
).split(" ");

/** What --analyze-prompts prints: how many, and how long in characters and words. */
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
