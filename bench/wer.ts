import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createResampler } from "../src/audio/resample.ts";
import { toS16 } from "../src/audio/pcm.ts";
import { readWav, wavHeader } from "../src/audio/wav.ts";
import { startServer } from "./serverProcess.ts";

/** Sample rate of pocketsphinx's bundled model. */
const RECOGNISER_HZ = 16_000;
const SENTENCES = [
  "Hello, how are you today?",
  "The weather is very nice this morning.",
  "Please call me back before five in the afternoon.",
  "I would like to order a cup of coffee and two eggs.",
  "She went to the market to buy some bread and milk.",
] as const;
const RECOGNISE = `
import sys, wave
from pocketsphinx import Decoder
decoder = Decoder(samprate=16000, loglevel="FATAL")
for path in sys.argv[1:]:
    with wave.open(path) as file: pcm = file.readframes(file.getnframes())
    decoder.start_utt(); decoder.process_raw(pcm, full_utt=True); decoder.end_utt()
    print(decoder.hyp().hypstr if decoder.hyp() else "")
`;

/**
 * Checks intelligibility: prints each sentence, its transcription, and the word error rate. Needs a Python with the
 * package pocketsphinx, which bundles its model: `--python PATH`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--python");
  const python = (at < 0 ? undefined : args[at + 1]) ?? "python3";
  const folder = await mkdtemp(join(tmpdir(), "utter-wer-"));
  const server = await startServer({});
  try {
    const paths = [];
    for (const [index, sentence] of SENTENCES.entries()) {
      const path = join(folder, `${index}.wav`);
      await say(server.url, sentence, path);
      paths.push(path);
    }
    print(await recognise(python, paths));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function say(url: string, input: string, path: string): Promise<void> {
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input, response_format: "wav", stream: false }),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { sampleRateHz, samples } = readWav(await response.bytes());
  const resampler = createResampler(sampleRateHz, RECOGNISER_HZ);
  const pcm = [toS16(resampler.push(samples)), toS16(resampler.end())];
  const bytes = pcm.reduce((sum, part) => sum + part.length, 0);
  await Bun.write(path, new Blob([wavHeader(RECOGNISER_HZ, bytes), ...pcm]));
}

async function recognise(python: string, paths: readonly string[]): Promise<string[]> {
  const child = Bun.spawn([python, "-c", RECOGNISE, ...paths], { stdout: "pipe", stderr: "pipe" });
  const [output, errors, code] = await Promise.all([
    child.stdout.text(),
    child.stderr.text(),
    child.exited,
  ]);
  if (code !== 0)
    throw new Error(`${python} with pocketsphinx is needed (pip install pocketsphinx): ${errors}`);
  return output.trimEnd().split("\n");
}

function print(heard: readonly string[]): void {
  let errors = 0;
  let total = 0;
  for (const [index, sentence] of SENTENCES.entries()) {
    const said = words(sentence);
    errors += editDistance(said, words(heard[index] ?? ""));
    total += said.length;
    console.log(`  said:  ${said.join(" ")}\n  heard: ${heard[index] ?? ""}`);
  }
  console.log(`word error rate: ${((100 * errors) / total).toFixed(1)} % of ${total} words`);
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z']+/g) ?? [];
}

/** Levenshtein distance between two lists of words. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, word] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
