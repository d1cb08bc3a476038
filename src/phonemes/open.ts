import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";
import { packagedOrtLibrary } from "../ort/library.ts";
import { loadOrt } from "../ort/ort.ts";
import { openEnglish } from "./english/open.ts";
import { createPhonemiser, type Phonemiser } from "./phonemes.ts";

export interface OpenedPhonemiser extends Phonemiser {
  close(): void;
}

const VOCABULARY = z.record(z.string(), z.number());

/**
 * Opens the phonemiser of a folder with hibari's lexicons, network and vocab.json. `libraryPath`: ONNX Runtime's library, or
 * null for the packaged one. Throws SpeechError "internal" if a file is missing or is no such file.
 *
 * @example
 * const phonemiser = await openPhonemiser("models/hibari", null);
 * phonemiser.phonemes({ text: "Hello there.", words: [], language: "en" }).symbols; // həlˈO ðˈɛɹ.
 */
export async function openPhonemiser(
  folder: string,
  libraryPath: string | null,
): Promise<OpenedPhonemiser> {
  try {
    const ort = loadOrt(libraryPath ?? packagedOrtLibrary());
    const file = await readFile(join(folder, "vocab.json"), "utf8");
    const alphabet = new Set(Object.keys(VOCABULARY.parse(JSON.parse(file))));
    const english = await openEnglish(folder, ort);
    return { ...createPhonemiser({ english, alphabet }), close: () => english.close() };
  } catch (error) {
    const why = `the phonemes of ${folder} can't be opened: ${messageOf(error)}`;
    throw new SpeechError("internal", why, { cause: error });
  }
}
