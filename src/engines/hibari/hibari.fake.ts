import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hibariModel, VOCABULARY } from "../../../fixtures/makeHibari.ts";
import type { Phonemiser } from "../../phonemes/phonemes.ts";

/** A phonemiser whose phonemes are the letters of the text. A word without a small letter has no sound. */
export const SPELLING: Phonemiser = {
  phonemes({ text, words }) {
    let at = 0;
    const ranges = words.map(({ text: word }) => {
      const from = text.indexOf(word, at);
      at = from + word.length;
      return /[a-z]/u.test(word) ? { from, to: at } : null;
    });
    return { symbols: text, words: ranges };
  },
};

/** Makes a folder with the files of a small voice. Disposing of it removes the folder. */
export async function fixtureFolder(files: Readonly<Record<string, Uint8Array>> = {}) {
  const path = await mkdtemp(join(tmpdir(), "utter-hibari-"));
  const all = { "hibari.onnx": hibariModel(), ...files };
  for (const [name, bytes] of Object.entries(all)) await Bun.write(join(path, name), bytes);
  await Bun.write(join(path, "vocab.json"), JSON.stringify(VOCABULARY));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
