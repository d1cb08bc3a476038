import { join } from "node:path";
import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";
import { readVocabulary } from "../models/modelFiles.ts";
import { packagedOrtLibrary } from "../ort/library.ts";
import { loadOrt } from "../ort/ort.ts";
import { openEnglish } from "./english/open.ts";
import { createPhonemiser, type Phonemiser, type PhonemiserParts } from "./phonemes.ts";

export interface OpenedPhonemiser extends Phonemiser {
  /** Releases the network. Words that no lexicon lists are spelled from then on. */
  close(): void;
}

/**
 * Opens the phonemiser of a folder with hibari's lexicons, network and vocab.json. `libraryPath`: ONNX Runtime's library, or
 * null for the packaged one. `readsMalay` is an option of `createPhonemiser`. Throws SpeechError "internal" that names the file if one is missing or has another content.
 *
 * @example
 * const phonemiser = await openPhonemiser("models/hibari", null);
 * phonemiser.phonemes({ text: "Hello there.", words: [], language: "en" }).symbols; // həlˈO ðˈɛɹ.
 */
export async function openPhonemiser(
  folder: string,
  libraryPath: string | null,
  { readsMalay = true }: Pick<PhonemiserParts, "readsMalay"> = {},
): Promise<OpenedPhonemiser> {
  try {
    const ort = loadOrt(libraryPath ?? packagedOrtLibrary());
    const alphabet = new Set((await readVocabulary(join(folder, "vocab.json"))).keys());
    const english = await openEnglish(folder, ort);
    return { ...createPhonemiser({ english, alphabet, readsMalay }), close: () => english.close() };
  } catch (error) {
    const why = `the phonemiser of ${folder} can't be opened: ${messageOf(error)}`;
    throw new SpeechError("internal", why, { cause: error });
  }
}
