import { z } from "zod";

/** A recording and the words to find in it, as the aligner's dictionary writes them. */
export interface Alignable {
  readonly path: string;
  readonly words: readonly string[];
}

/** Packages of the judges, as pip names them. */
export const PACKAGES = "moonshine_cpp speechmos librosa requests pocketsphinx faster-whisper";
const texts = z.array(z.string());
const scores = z.array(z.number());
const alignments = z.array(z.array(z.tuple([z.string(), z.number(), z.number()])).nullable());

/** Transcribes recordings (WAV, mono, 16 bit, 16 kHz) by Moonshine base, English only. */
export async function moonshine(python: string, files: readonly string[]): Promise<string[]> {
  return texts.parse(await judge(python, ["moonshine"], files));
}

/** Transcribes recordings by the Whisper model in `folder`. */
export async function whisper(
  python: string,
  [folder, language]: readonly [folder: string, language: string],
  files: readonly string[],
): Promise<string[]> {
  return texts.parse(await judge(python, ["whisper", folder, language], files));
}

/** Scores recordings by DNSMOS, overall, 1 to 5 (Reddy et al., 2021). */
export async function dnsmos(python: string, files: readonly string[]): Promise<number[]> {
  return scores.parse(await judge(python, ["dnsmos"], files));
}

/** Returns the [word, from, to] of each recording in seconds, by forced alignment; null where the alignment failed. */
export async function align(python: string, items: readonly Alignable[]) {
  return alignments.parse(await judge(python, ["align"], items));
}

/** Runs judge.py on `items` with the Python at the path `python`. Throws an Error that names the packages if the script fails. */
async function judge(
  python: string,
  args: readonly string[],
  items: readonly unknown[],
): Promise<unknown[]> {
  const child = Bun.spawn([python, `${import.meta.dir}/judge.py`, ...args], {
    stdin: new Blob([JSON.stringify(items)]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) {
    const why = errors.trim().split("\n").at(-1);
    throw new Error(`${python} judge.py ${args[0]} failed (pip install ${PACKAGES}): ${why}`);
  }
  return output
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}
